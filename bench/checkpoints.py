"""What a checkpoint costs: around a patch, and around a command in a repository of many files.

python bench/checkpoints.py [FILES]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from agent_runtime.records.checkpoints import Checkpoints


def milliseconds(action: Callable[[], object], times: int = 5) -> float:
    """The median of some runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        found.append((time.perf_counter() - started) * 1000)
    return statistics.median(found)


def main() -> None:
    """Print the figures, with `git status` on the same files for comparison."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        work = Path(name) / "work"
        for number in range(count):
            folder = work / f"d{number // 100}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"f{number % 100}.py").write_text(f"x = {number}\n" * 20)
        for command in ("init -q", "add .", "-c user.name=b -c user.email=b@example.org commit -qm b"):
            subprocess.run(["git", *command.split()], cwd=work, check=True)
        later = time.time() + 1
        os.utime(work / ".git" / "index", (later, later))
        checkpoints = Checkpoints(work, Path(name) / "run")
        status = milliseconds(lambda: subprocess.run(["git", "status", "--porcelain"], cwd=work, capture_output=True))
        first = milliseconds(checkpoints.scan, 1)
        scan = milliseconds(checkpoints.scan)
        before = checkpoints.scan()
        record = milliseconds(lambda: checkpoints.record_changes(before, "bench", 1))

        def patch() -> None:
            with checkpoints.around(["d0/f0.py"], "bench", 1):
                pass

        print(f"{count} tracked files")
        print(f"git status            {status:8.1f} ms")
        print(f"first scan            {first:8.1f} ms  ({first / status:.1f} times git status)")
        print(f"scan                  {scan:8.1f} ms  ({scan / status:.1f} times)")
        print(f"record what changed   {record:8.1f} ms  ({record / status:.1f} times)")
        print(f"around a patch        {milliseconds(patch, 50):8.2f} ms")


if __name__ == "__main__":
    main()
