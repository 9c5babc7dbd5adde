"""What fills a prompt, in lines."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from agent_runtime.agent.ledger import Account, TakenOut
from agent_runtime.agent.session import Session
from agent_runtime.interfaces.context_view import context_line, context_lines
from agent_runtime.interfaces.trace_view import print_tree
from agent_runtime.models.scripted import ScriptedModel

TOKENS = {"system": 82, "tools": 391, "task": 14, "output of step 1": 20, "output of step 2": 30, "chat template": 0}


def recorded(**more: object) -> dict[str, object]:
    return {"agent_runtime.context.tokens": json.dumps(TOKENS), **more}


def test_a_recorded_call_in_one_line() -> None:
    exact = {"agent_runtime.context.counted_by": "tokenizer"}
    assert context_line(recorded(**exact)) == "prompt: system 82, tools 391, task 14, 2 outputs 50"
    assert context_line(recorded()) == "prompt: system 82, tools 391, task 14, 2 outputs 50 (estimated)"
    taken = {"agent_runtime.context.taken_out": ["output of step 1: 900 characters shortened"]}
    assert context_line(recorded(**exact, **taken)).endswith(
        "; taken out so far: output of step 1: 900 characters shortened"
    )


@pytest.mark.parametrize("tokens", [None, "", "[]", '{"a": "b"}', "{", '{"a": {}}'])
def test_what_was_not_recorded_or_is_no_account_gives_no_line(tokens: str | None) -> None:
    assert context_line({"agent_runtime.context.tokens": tokens}) == ""


def test_an_account_line_by_line() -> None:
    account = Account({"system": 10, "task": 2}, False, 8192, 1024, (TakenOut("output of step 3", 70, "emptied"),), 1)
    assert list(context_lines(account)) == [
        "  system               about 10 tokens",
        "  task                 about 2 tokens",
        "  kept for the reply   1024 tokens",
        "  output of step 3: 70 characters emptied to make room",
    ]


def test_trace_show_says_what_each_prompt_was_made_of(repo: Path) -> None:
    model = ScriptedModel(["```python\nprint('seen')\n```", "```python\nfinal_answer(1)\n```"])
    with Session(repo, model=model, options={"phoenix_enabled": False}) as session:
        run = session.run("Count").run_dir
    console = Console(file=io.StringIO(), width=200)
    print_tree(console, run)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    shown = [line for line in lines if "prompt: system" in line]
    assert len(shown) == 2
    assert "replies" not in shown[0]
    assert "1 output " in shown[1]
