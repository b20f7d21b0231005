"""Runs the real import command again and again, each time in a process of its own that may be killed.

Reads lines of JSON (`{"home", "words"}`) on stdin; answers with the number of the process that runs the command, and
with how it ended. The modules are loaded once and the process forked, which saves a second for each of a thousand.
"""

import json
import os
import sys

from data.events.__main__ import main
from data.lean import keep_out_pandas


def serve() -> None:
    """Serve requests until stdin ends."""
    for line in sys.stdin:
        request = json.loads(line)
        process = os.fork()
        if process == 0:
            os.environ["LIFTROOM_HOME"] = request["home"]
            silence = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silence, stream)
            os._exit(main(request["words"]))
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    keep_out_pandas()
    serve()
