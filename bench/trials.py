"""Trying candidates: a pytest that is started for each of them against one that is started once.

    python -m bench.trials [--repo pagemill] [--rounds 10]

Each candidate breaks one function of the repository in another way, so that tests fail; both ways try the same ones,
side by side. With `--plugins` pytest loads all plugins that are installed beside it, as it does by itself.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from agent_runtime.agent.search.trial import COLD, Trials
from agent_runtime.bench.checking import with_python
from agent_runtime.governance.sandbox import Sandbox
from bench.changes import REPOS, wrong_forms

PLAIN = "python -m pytest -q -p no:hypothesispytest -p no:anyio -p no:xdist"


def main() -> None:
    """Print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", default="pagemill")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--plugins", action="store_true")
    options = parser.parse_args()
    os.environ.update(with_python(os.environ))
    command = "python -m pytest -q" if options.plugins else PLAIN
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / options.repo
        shutil.copytree(REPOS / options.repo, root, ignore=shutil.ignore_patterns("__pycache__"))
        forms = [
            {path.relative_to(root).as_posix(): wrong}
            for path in sorted(root.rglob("*.py"))
            if "tests" not in path.parts
            for _, wrong in wrong_forms(path.read_text())
        ]
        # Of two commands together each candidate begins with the start.
        cold, warm = (
            Trials(Sandbox.probe(root), each, timeout_s=60, cancel=threading.Event())
            for each in (f"{command}; exit $?", command)
        )
        seconds: dict[Trials, list[float]] = {cold: [], warm: []}
        with closing(cold), closing(warm):
            started = time.monotonic()
            for _ in range(COLD + 1):  # the last one starts it
                warm.run({})
            begun = time.monotonic() - started
            for edits in forms:
                said, took = {}, {}
                for trials in (cold, warm):
                    began = time.monotonic()
                    said[trials] = trials.run(edits)
                    took[trials] = time.monotonic() - began
                assert said[cold].status == said[warm].status, (edits, said[cold].output, said[warm].output)
                if not said[cold].passed:  # what passes is begun from the start
                    for trials, each in took.items():
                        seconds[trials].append(each)
                if len(seconds[cold]) == options.rounds:
                    break
    one, other = (statistics.median(seconds[trials]) for trials in (cold, warm))
    print(
        f"{len(seconds[cold])} candidates that fail: {one:.2f} s each from the start, {other:.2f} s with a pytest that"
    )
    print(f"waits ({one / other:.1f} x); until it waits {begun:.1f} s, {COLD + 2} runs of the tests among them")


if __name__ == "__main__":
    main()
