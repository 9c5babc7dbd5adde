"""A pytest plugin that notes which functions each test reaches. The project's own Python loads a copy of this file in
the sandbox: standard library and pytest only, nothing of ours."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator
from typing import Any

import pytest

ROOT = os.environ["AGENT_RUNTIME_REACHED"]
"""The folder of the project; the counts are written below it."""

_counts: dict[tuple[str, int], list[int]] = {}
_failed: set[str] = set()
_tests = [0, 0]


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
            if code.co_filename.startswith(ROOT + os.sep):
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
