"""A pytest plugin that notes which functions each test reaches, and lets a test fail that does not end. The project's
own Python loads a copy of this file in the sandbox: standard library and pytest only, nothing of ours."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

ROOT = os.environ["AGENT_RUNTIME_REACHED"]
"""The folder of the project; the counts are written below it."""
SECONDS = float(os.environ.get("AGENT_RUNTIME_TEST_SECONDS") or 0)
"""So long the first test that does not end may take, and `LATER` the next ones; 0 for no limit."""
LATER = 1.0

_counts: dict[tuple[str, int], list[int]] = {}
_failed: set[str] = set()
_reached: list[tuple[str, set[Any]]] = []
"""Each failing test, and what of the project it runs."""
_tests = [0, 0]
_endless: list[str] = []


def _end(number: int, frame: Any) -> None:
    after = LATER if _endless else SECONDS
    _endless.append(frame.f_code.co_name)
    raise TimeoutError(f"the test does not end; it was stopped here after {after:g} s")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call() -> Generator[None, Any, None]:
    if not SECONDS:
        yield
        return
    before = signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, LATER if _endless else SECONDS, LATER)  # again, for code that catches it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: Any) -> Generator[None, Any, None]:
    seen: set[Any] = set()

    def note(frame: Any, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            seen.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)
        passed = item.nodeid not in _failed
        _tests[passed] += 1
        ours = {
            (code.co_filename, code.co_firstlineno)
            for code in seen
            if code.co_filename.startswith(ROOT + os.sep) and code.co_filename != __file__
        }
        if not passed:
            _reached.append((item.nodeid, ours))
        for place in ours:
            _counts.setdefault(place, [0, 0])[passed] += 1


def pytest_runtest_logreport(report: Any) -> None:
    if report.failed:
        _failed.add(report.nodeid)


def _is_test(name: str) -> bool:
    path = Path(name).relative_to(ROOT)
    named = path.name.startswith(("test_", "conftest")) or path.name.endswith("_test.py")
    return named or not {"test", "tests"}.isdisjoint(path.parts)


def _functions_run(test: tuple[str, set[Any]]) -> int:
    """How many functions of the code a test runs; very many for one that runs none."""
    return sum(not _is_test(name) for name, _ in test[1]) or sys.maxsize


def pytest_sessionfinish() -> None:
    """The failing test that runs the fewest functions of the project is the one that is looked at, of several the
    first: it is the nearest to the fault. One that runs none, because it starts another process, says nothing of it."""
    first, its = min(_reached, key=_functions_run, default=("", set()))
    functions = [
        [os.path.relpath(name, ROOT), line, *counts, (name, line) in its]
        for (name, line), counts in sorted(_counts.items())
    ]
    path = os.path.join(ROOT, ".agent-runtime-reached", f"{os.getpid()}.json")  # noqa: PTH118
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"tests": _tests, "first": first, "functions": functions}, file)
