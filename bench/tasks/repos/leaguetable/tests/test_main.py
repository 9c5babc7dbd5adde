import subprocess
import sys
from pathlib import Path


def test_the_command(tmp_path):
    file = tmp_path / "results.txt"
    file.write_text("Lions 3:1 Bears\nBears 12:0 River Rovers\n")
    command = [sys.executable, "-m", "leaguetable", str(file)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        " 1. Bears          2  13:3     3",
        " 2. Lions          1   3:1     3",
        " 3. River Rovers   1   0:12    0",
    ]
