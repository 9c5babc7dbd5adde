"""The corpus of damaged diffs through this tool, `git apply`, `patch` and `whatthepatch`: landed, refused, wrong.

    python bench/edits.py [--verbose]

Also prints what proposing costs on a small and on a long file. `whatthepatch` is skipped when it is not installed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from agent_runtime.errors import ToolError
from agent_runtime.tools.diffs import parse_diff
from agent_runtime.tools.edit import apply_hunks
from agent_runtime.tools.syntax import check_syntax
from agent_runtime.tools.textfile import decode
from tests.tools.corpus.cases import CASES, Case
from tests.tools.corpus.files import FILES

Applier = Callable[[Path, str], bool]


def ours(folder: Path, diff: str) -> bool:
    """The engine of the propose tools, without gate and store."""
    try:
        results = {}
        for file in parse_diff(diff)[0]:
            path = folder / file.old_path
            before = decode(path.read_bytes(), file.old_path)
            after = before.encode(list(apply_hunks(before, file.hunks, file.old_path).lines))
            if check_syntax(file.old_path, after.decode()):
                return False
            results[path] = after
    except (ToolError, OSError):
        return False
    for path, data in results.items():
        path.write_bytes(data)
    return True


def git_apply(folder: Path, diff: str) -> bool:
    """`git apply --recount`, the most tolerant form it has without dropping context."""
    command = ["git", "apply", "--recount", "--ignore-whitespace", "-"]
    return subprocess.run(command, cwd=folder, input=diff.encode(), capture_output=True, check=False).returncode == 0


def patch(folder: Path, diff: str) -> bool:
    """GNU patch with its own defaults (fuzz 2)."""
    command = ["patch", "-p1", "--batch", "--no-backup-if-mismatch", "-r", "-"]
    return subprocess.run(command, cwd=folder, input=diff.encode(), capture_output=True, check=False).returncode == 0


def whatthepatch(folder: Path, diff: str) -> bool:
    """The Python library, by line numbers."""
    library: Any = importlib.import_module("whatthepatch")
    done = False
    try:
        for item in library.parse_patch(diff):
            name = item.header.old_path.removeprefix("a/") if item.header else ""
            path = folder / name
            text = path.read_bytes().decode()
            lines = library.apply_diff(item, text)
            path.write_bytes(("\n".join(lines) + ("\n" if text.endswith("\n") else "")).encode())
            done = True
    except Exception:
        return False
    return done


def judge(case: Case, applier: Applier) -> str:
    """`landed`, `refused` or `wrong`: another result than meant, or a change of what had to be refused."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in FILES.items():
            (folder / path).write_bytes(text.encode())
        said = applier(folder, case.diff)
        found = {path: (folder / path).read_bytes().decode() for path in FILES}
    if found == FILES:
        return "wrong" if said and case.result is not None else "refused"
    return "landed" if found == case.result else "wrong"


def measure(lines: int) -> float:
    """Milliseconds to parse and place one fuzzy hunk in a file of so many lines."""
    text = "".join(f"def function_{i}(value):\n    return value + {i}\n\n" for i in range(lines // 3))
    file = decode(text.encode(), "f.py")
    middle = lines // 6
    diff = (
        f"--- a/f.py\n+++ b/f.py\n@@\n def function_{middle}(valu):\n"
        f"-    return value + {middle}\n+    return value - {middle}\n"
    )
    times = []
    for _ in range(5):
        started = time.perf_counter()
        with contextlib.suppress(ToolError):
            apply_hunks(file, parse_diff(diff)[0][0].hunks, "f.py")
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    appliers: dict[str, Applier] = {"agent-runtime": ours, "git apply": git_apply, "patch": patch}
    if importlib.util.find_spec("whatthepatch"):
        appliers["whatthepatch"] = whatthepatch
    meant = sum(case.result is not None for case in CASES)
    print(f"{len(CASES)} damaged diffs: {meant} say enough to land, {len(CASES) - meant} must be refused")
    print(f"{'':16}{'landed':>8}{'refused':>9}{'wrong':>7}")
    for name, applier in appliers.items():
        verdicts = {case.name: judge(case, applier) for case in CASES}
        counts = [list(verdicts.values()).count(word) for word in ("landed", "refused", "wrong")]
        print(f"{name:16}{counts[0]:8}{counts[1]:9}{counts[2]:7}")
        if "--verbose" in sys.argv:
            for case, verdict in verdicts.items():
                print(f"    {verdict:8} {case}")
    for lines in (300, 30_000):
        print(f"one inexact hunk in a file of {lines} lines: {measure(lines):.1f} ms")


if __name__ == "__main__":
    main()
