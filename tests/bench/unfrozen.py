"""The dashboard without the frozen warm start: `python -m tests.bench.unfrozen run dashboard.py`.

What `gc.freeze` is worth can only be said beside a server that lacks it.
"""

import gc

from streamlit.web.cli import main

if __name__ == "__main__":
    gc.freeze = lambda: None
    main()
