"""What the gate adds to a tool, and what `rg_search` adds to plain ripgrep.

    python -m bench.tools [--files 50000] [--rounds 7]

The gate: one `read_file` call through argument checks, policy, spans, audit and redaction, against
the same tool called bare. The search: one pattern that matches in 40 files of many, `rg_search` against `rg` itself.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.tools.search import find_rg
from agent_runtime.types import ToolCall


def median_ms(action: Callable[[], object], rounds: int) -> float:
    """Median duration of an action, in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def session_on(folder: Path) -> Session:
    """A session without a model."""
    return Session(folder, settings=Settings(phoenix_enabled=False), approver=DenyAll(), policy=Policy.load(folder))


def gate(folder: Path, rounds: int) -> None:
    """Print what the gate adds to one call."""
    for name in ("a", "b", "c"):
        (folder / f"{name}.py").write_text("x = 1\n")
    parts = session_on(folder)._open_run("bench")
    tool = parts.gate.registry["read_file"]
    call = ToolCall("b", "read_file", {"path": "a.py"})
    with parts.telemetry.span("bench", "AGENT"):
        bare = median_ms(lambda: tool.forward(path="a.py"), rounds)
        gated = median_ms(lambda: parts.gate.invoke(call), rounds)
    parts.telemetry.close()
    print(f"gate: read_file bare {bare:.3f} ms, through the gate {gated:.3f} ms, "
          f"so {gated - bare:.3f} ms (must reach 1 ms)")  # fmt: skip


def search(folder: Path, files: int, rounds: int) -> None:
    """Print `rg_search` against `rg`."""
    for number in range(files):
        place = folder / f"d{number % 200}"
        place.mkdir(exist_ok=True)
        text = "needle\n" if number % (files // 40) == 0 else ""
        (place / f"f{number}.py").write_text(f"value = {number}\n" * 20 + text)
    rg = find_rg()
    assert rg is not None
    plain = [rg, "--no-config", "--hidden", "--no-require-git", "--glob", "!.git", "needle", "."]
    tool = session_on(folder).tools()["rg_search"]
    runs, calls = [], []
    for _ in range(rounds):  # in turn, because the machine's load changes
        runs.append(median_ms(lambda: subprocess.run(plain, cwd=folder, capture_output=True, check=True), 1))
        calls.append(median_ms(lambda: tool.forward(pattern="needle"), 1))
    run, ours = statistics.median(runs), statistics.median(calls)
    print(f"search in {files} files: rg {run:.0f} ms, rg_search {ours:.0f} ms, ratio {ours / run:.2f} (must reach 1.2)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        (Path(first) / "work").mkdir()
        gate(Path(first) / "work", options.rounds * 30)
        (Path(second) / "work").mkdir()
        search(Path(second) / "work", options.files, options.rounds)


if __name__ == "__main__":
    main()
