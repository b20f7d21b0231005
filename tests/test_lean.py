"""Commands go without what only pages need."""

import subprocess
import sys
from pathlib import Path

import pytest

from data.home import Home
from tests.conftest import PROJECT

ASKS = "import pyarrow as pa; pa.array([1])"  # is this list one of pandas'?
IMPORTS = "from data.events.__main__ import main; main(['import', sys.argv[1]])"


@pytest.mark.parametrize("work", [ASKS, IMPORTS], ids=["asking pyarrow", "importing a file"])
@pytest.mark.parametrize("kept_out", [True, False])
def test_a_command_does_not_load_pandas(home: Home, tmp_path: Path, work: str, *, kept_out: bool) -> None:
    file = tmp_path / "events.csv"
    file.write_text("experiment,user_id,timestamp,event,variant\nx,1,2026-01-05 10:00:00,exposure,a\n")
    first = "from data.lean import keep_out_pandas; keep_out_pandas()" if kept_out else "pass"
    script = f"import sys\n{first}\n{work}\nsys.exit('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, str(file)], cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == (0 if kept_out else 1), done.stderr
    assert home.lake.exists() == (work == IMPORTS)
