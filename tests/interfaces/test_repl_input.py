"""The keys of the REPL's prompt."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from agent_runtime.interfaces import repl_input
from agent_runtime.interfaces.repl_complete import ReplCompleter
from agent_runtime.interfaces.repl_input import Keys, SafeHistory, make_prompt


@pytest.mark.parametrize(
    ("typed", "left"), [("\x03\x03\r", 1), ("\x03half\x03\r", 1), ("\x03fail\r\x03again\r", 0)], ids=repr
)
def test_two_interrupts_leave_unless_a_line_is_between_them(
    typed: str, left: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    keys = Keys(lambda: False, leave=lambda: calls.append("leave"), cycle_mode=lambda: None, open_last=lambda: None)
    monkeypatch.setattr(repl_input, "create_output", lambda **_: DummyOutput())
    completer = ReplCompleter(tmp_path, list)
    with create_pipe_input() as pipe:
        monkeypatch.setattr(repl_input, "Keyboard", lambda _: pipe)
        prompt = make_prompt(history=SafeHistory(None), completer=completer, keys=keys, message=list, status=list)
        pipe.send_text(typed)
        for _ in range(typed.count("\r")):
            prompt.prompt()
    assert len(calls) == left
