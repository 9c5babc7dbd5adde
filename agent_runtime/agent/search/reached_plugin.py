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
WRONG = frozenset(json.loads(os.environ.get("AGENT_RUNTIME_WRONG") or "[]"))
"""Values, as text, that are wrong."""

_counts: dict[tuple[str, int], list[int]] = {}
_failed: set[str] = set()
_reached: list[tuple[str, set[Any], Any]] = []
"""Each failing test, what of the project it runs, and the function that is the first to return a wrong value."""
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
    made: list[Any] = []

    def note(frame: Any, event: str, value: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            seen.add(frame.f_code)
        elif event == "return" and WRONG and not made and _is_wrong(value) and _is_ours(frame.f_code):
            made.append((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)
        passed = item.nodeid not in _failed
        _tests[passed] += 1
        ours = {(code.co_filename, code.co_firstlineno) for code in seen if _is_ours(code)}
        if not passed:
            _reached.append((item.nodeid, ours, made[0] if made else None))
        for place in ours:
            _counts.setdefault(place, [0, 0])[passed] += 1


def _is_wrong(value: Any) -> bool:
    if type(value) in (int, float, str):
        return str(value) in WRONG
    return type(value) in (list, tuple, dict) and len(value) <= 20 and repr(value) in WRONG


def _is_ours(code: Any) -> bool:
    return bool(code.co_filename.startswith(ROOT + os.sep) and code.co_filename != __file__)


def pytest_runtest_logreport(report: Any) -> None:
    if report.failed:
        _failed.add(report.nodeid)


def _is_test(name: str) -> bool:
    path = Path(name).relative_to(ROOT)
    named = path.name.startswith(("test_", "conftest")) or path.name.endswith("_test.py")
    return named or not {"test", "tests"}.isdisjoint(path.parts)


def _functions_run(test: tuple[str, set[Any], Any]) -> int:
    """How many functions of the code a test runs; very many for one that runs none."""
    return sum(not _is_test(name) for name, _ in test[1]) or sys.maxsize


def pytest_sessionfinish() -> None:
    """The failing test that runs the fewest functions of the project is the one that is looked at, of several the
    first: it is the nearest to the fault. One that runs none, because it starts another process, says nothing of it."""
    first, its, made = min(_reached, key=_functions_run, default=("", set(), None))
    functions = [
        [os.path.relpath(name, ROOT), line, *counts, (name, line) in its]
        for (name, line), counts in sorted(_counts.items())
    ]
    place = (os.path.relpath(made[0], ROOT), made[1]) if made and not _is_test(made[0]) else None
    path = os.path.join(ROOT, ".agent-runtime-reached", f"{os.getpid()}.json")  # noqa: PTH118
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"tests": _tests, "first": first, "functions": functions, "made": place}, file)
