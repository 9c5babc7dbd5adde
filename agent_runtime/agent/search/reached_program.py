"""Notes which functions of the project a program runs. The project's own Python loads a copy of this file in the
sandbox as `sitecustomize`, before the program: standard library only, nothing of ours."""

from __future__ import annotations

import atexit
import json
import os
import sys
from types import CodeType, FrameType
from typing import Any

ROOT = os.environ["AGENT_RUNTIME_REACHED"]
"""The folder of the project; what was run is written below it."""
WRONG = frozenset(json.loads(os.environ.get("AGENT_RUNTIME_WRONG") or "[]"))
"""Values, as text, that are wrong."""

_seen: set[CodeType] = set()
_made: list[CodeType] = []


def _is_wrong(value: Any) -> bool:
    if type(value) in (int, float, str):
        return str(value) in WRONG
    return type(value) in (list, tuple, dict) and len(value) <= 20 and repr(value) in WRONG


def _note(frame: FrameType, event: str, value: object) -> None:
    if event == "call" and frame.f_code.co_name != "<module>":
        _seen.add(frame.f_code)
    elif event == "return" and WRONG and not _made and _is_wrong(value) and _is_ours(frame.f_code):
        _made.append(frame.f_code)


def _is_ours(code: CodeType) -> bool:
    name = code.co_filename
    return not name.startswith("<") and os.path.abspath(name).startswith(ROOT + os.sep) and name != __file__  # noqa: PTH100


def _place(code: CodeType) -> tuple[str, int]:
    return os.path.relpath(os.path.abspath(code.co_filename), ROOT), code.co_firstlineno  # noqa: PTH100


def _write() -> None:
    sys.setprofile(None)
    functions = sorted([*_place(code), 1, 0, 1] for code in _seen if _is_ours(code))
    made = _place(_made[0]) if _made else None
    path = os.path.join(ROOT, ".agent-runtime-reached", f"{os.getpid()}.json")  # noqa: PTH118
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"tests": [1, 0], "first": "program", "functions": functions, "made": made}, file)


atexit.register(_write)
sys.setprofile(_note)
