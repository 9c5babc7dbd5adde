"""What the jail costs, per backend, against smolagents' in-process executor in the same run.

`python bench/jail.py`; prints absolutes, ratios, and the target beside each. Ends with 1 when a target is missed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from smolagents.local_python_executor import LocalPythonExecutor

from agent_runtime.jail.backends import BACKENDS
from agent_runtime.jail.executor import JailedPythonExecutor
from agent_runtime.jail.probe import probe
from agent_runtime.types import JsonValue, Observation, ToolParameter, ToolSpec

LOOP = "total = 0\nfor i in range(200_000):\n    total = total + i % 7\ntotal"
CALLS = 300


class EchoHost:
    """A tool that does nothing."""

    def specs(self) -> tuple[ToolSpec, ...]:
        return (ToolSpec("echo", "Give it back.", (ToolParameter("value", "int", True),), "int"),)

    def invoke(self, name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        return Observation("", arguments["value"])


def timed(action: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def report(what: str, value: float, unit: str, target: float, *, at_least: bool = False) -> bool:
    """Print one line; whether the target is met."""
    met = value >= target if at_least else value <= target
    sign = ">=" if at_least else "<="
    print(f"  {what:<42}{value:>10.1f} {unit:<5} target {sign} {target:g}  {'ok' if met else 'MISSED'}")
    return met


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(backend: str, local_loop: float, local_empty: float) -> bool:
    """All figures of one backend."""
    print(backend)
    met = []
    starts = []
    for _ in range(15):
        with JailedPythonExecutor(EchoHost(), backend=BACKENDS[backend]) as jail:
            starts.append(timed(jail._start_now) * 1000)
    with JailedPythonExecutor(EchoHost(), backend=BACKENDS[backend]) as jail:
        process = jail._start_now()
        idle = memory_mb(process.pid)
        jail("pass")
        empty = statistics.median(timed(lambda: jail("pass")) for _ in range(500)) * 1e6
        calls = f"import time\nb = time.perf_counter()\nfor i in range({CALLS}): echo(i)\ntime.perf_counter() - b"
        trip = statistics.median(jail(calls).output for _ in range(7)) / CALLS * 1e6
        loop = min(timed(lambda: jail(LOOP)) for _ in range(3))
    met.append(report("start to ready, median", statistics.median(starts), "ms", 50))
    met.append(report("tool call, round trip, median", trip, "us", 100))
    met.append(report("empty step, median", empty, "us", 100))
    met.append(report("memory of the idle child", idle, "MiB", 12))
    met.append(report("200,000 iterations, times faster", local_loop / loop, "x", 20, at_least=True))
    print(
        f"  (loop {loop * 1000:.1f} ms against {local_loop * 1000:.0f} ms; empty step {empty / local_empty:.2f} times)"
    )
    return all(met)


def main() -> int:
    """Measure every backend that works here."""
    local = LocalPythonExecutor([])
    local.send_tools({})
    local_loop = timed(lambda: local(LOOP))
    local_empty = statistics.median(timed(lambda: local("pass")) for _ in range(200)) * 1e6
    working = [item.name for item in probe() if item.works]
    met = [measure(name, local_loop, local_empty) for name in working]
    return 0 if met and all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
