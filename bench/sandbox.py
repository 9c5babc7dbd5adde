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


def median_ms(action: Callable[[], object]) -> float:
    """Milliseconds of one call, after two to warm up."""
    times = []
    for number in range(ROUNDS + 2):
        started = time.perf_counter()
        action()
        if number > 1:
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


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
    plain = median_ms(lambda: subprocess.run(["bash", "-c", "true"], stdin=subprocess.DEVNULL, check=True))
    print(f"plain `bash -c true`            {plain:7.2f} ms")
    for folders, files in ((1, 3), (1000, 10), (5000, 10)):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            populate(root, folders, files)
            for backend in BACKENDS:
                measure(root, backend, folders * files, plain)


def measure(root: Path, backend: Backend, files: int, plain: float) -> None:
    """One backend on one tree."""
    try:
        sandbox = Sandbox.probe(root, backend=backend)
    except SandboxError as error:
        print(f"{backend}: {error}")
        return
    for profile in PROFILES:
        spent = median_ms(lambda: sandbox.run("true", cwd=root, profile=profile))  # noqa: B023
        print(
            f"{backend:10} {profile:4} {files:6} files {spent:7.2f} ms  {spent / plain:5.1f} times, "
            f"{spent - plain:6.2f} ms more"
        )


if __name__ == "__main__":
    main()
