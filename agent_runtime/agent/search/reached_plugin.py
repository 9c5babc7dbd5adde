"""A pytest plugin that notes which functions each test reaches, and lets a test fail that does not end. The project's
own Python loads a copy of this file in the sandbox: standard library and pytest only, nothing of ours."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Generator
from typing import Any

import pytest

ROOT = os.environ["AGENT_RUNTIME_REACHED"]
"""The folder of the project; the counts are written below it."""
SECONDS = float(os.environ.get("AGENT_RUNTIME_TEST_SECONDS") or 0)
"""So long the first test that does not end may take, and `LATER` the next ones; 0 for no limit."""
LATER = 1.0

_counts: dict[tuple[str, int], list[int]] = {}
_failed: set[str] = set()
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
        first = not passed and not _tests[0]
        _tests[passed] += 1
        for code in seen:
            if code.co_filename.startswith(ROOT + os.sep) and code.co_filename != __file__:
                counts = _counts.setdefault((code.co_filename, code.co_firstlineno), [0, 0, 0])
                counts[passed] += 1
                counts[2] += first


def pytest_runtest_logreport(report: Any) -> None:
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    functions = [[os.path.relpath(name, ROOT), line, *counts] for (name, line), counts in sorted(_counts.items())]
    path = os.path.join(ROOT, ".agent-runtime-reached", f"{os.getpid()}.json")  # noqa: PTH118
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"tests": _tests, "functions": functions}, file)
