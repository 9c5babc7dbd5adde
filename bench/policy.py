"""Time per policy decision, over the test corpora: `python bench/policy.py`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from agent_runtime.governance.policy import Policy  # noqa: E402


def main() -> None:
    """Print load time, and median, 99th percentile and worst time of a decision."""
    started = time.perf_counter()
    policy = Policy.load(ROOT)
    print(f"load with all examples: {(time.perf_counter() - started) * 1e3:.1f} ms")
    corpus = sorted((ROOT / "tests" / "governance" / "corpus").glob("*.jsonl"))
    records = [json.loads(line) for file in corpus for line in file.read_text("utf-8").splitlines()]
    commands = [record["command"] for record in records if "command" in record]
    times = []
    for command in commands * 5:
        started = time.perf_counter()
        policy.decide_command(command)
        times.append((time.perf_counter() - started) * 1e3)
    times.sort()
    print(
        f"{len(commands)} commands: median {statistics.median(times):.3f} ms, "
        f"99% {times[int(len(times) * 0.99)]:.3f} ms, worst {times[-1]:.3f} ms (must: 1 ms)"
    )


if __name__ == "__main__":
    main()
