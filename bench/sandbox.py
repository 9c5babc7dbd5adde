"""What the command sandbox costs: `python bench/sandbox.py`. A plain `true` is measured in the same run."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from agent_runtime.errors import SandboxError
from agent_runtime.governance.sandbox import Backend, Sandbox
from agent_runtime.types import SandboxProfile

ROUNDS = 30
BACKENDS: tuple[Backend, ...] = ("bubblewrap", "landlock")
PROFILES: tuple[SandboxProfile, ...] = ("read", "test")


def milliseconds(action: Callable[[], object]) -> float:
    """Of one call."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def plain() -> None:
    """What the sandbox is compared with."""
    subprocess.run(["bash", "-c", "true"], stdin=subprocess.DEVNULL, check=True)


def populate(root: Path, folders: int, files: int) -> None:
    """A tree with three secrets, which are masked one by one."""
    for number in range(folders):
        folder = root / f"d{number % 50}" / f"e{number}"
        folder.mkdir(parents=True)
        for each in range(files):
            (folder / f"f{each}.py").touch()
        if number % max(1, folders // 3) == 0:
            (folder / ".env").touch()


def main() -> None:
    """Print ratios and absolute figures."""
    for folders, files in ((1, 3), (1000, 10), (5000, 10)):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            populate(root, folders, files)
            for backend in BACKENDS:
                measure(root, backend, folders * files)


def measure(root: Path, backend: Backend, files: int) -> None:
    """One backend on one tree, with a plain `bash -c true` before each call: other work on the machine hits both."""
    try:
        sandbox = Sandbox.probe(root, backend=backend)
    except SandboxError as error:
        print(f"{backend}: {error}")
        return
    for profile in PROFILES:
        pairs = [
            (milliseconds(plain), milliseconds(lambda: sandbox.run("true", cwd=root, profile=profile)))  # noqa: B023
            for _ in range(ROUNDS + 2)
        ][2:]
        first = statistics.median(before for before, _ in pairs)
        spent = statistics.median(after for _, after in pairs)
        more = statistics.median(after - before for before, after in pairs)
        print(
            f"{backend:10} {profile:4} {files:6} files  plain {first:6.2f} ms, sandboxed {spent:7.2f} ms  "
            f"{spent / first:5.1f} times, {more:6.2f} ms more"
        )


if __name__ == "__main__":
    main()
