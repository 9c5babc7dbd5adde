"""What a task is shown of the repository."""

from __future__ import annotations

from pathlib import Path

from agent_runtime.agent.briefing import briefing
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext
from tests.agent.conftest import MakeSession, code


def context(root: Path) -> ToolContext:
    return ToolContext(root, Settings(), root, PathGuard(root), Sandbox(root, backend="none"))


def test_the_code_that_the_task_is_about_is_shown(repo: Path) -> None:
    text = briefing(context(repo), "What does greet return?", tokens=600)
    assert text.startswith("Files, the likeliest first:\n- pkg/greet.py: greet\n")
    assert 'pkg/greet.py:\n```python\ndef greet(name):\n    return "Hello, " + name\n```' in text


def test_a_large_repository_keeps_to_its_budget(repo: Path) -> None:
    for number in range(200):
        body = "\n".join(f"    greeting_{line} = {line}" for line in range(40))
        (repo / f"module_{number}.py").write_text(f"def greeting_{number}():\n{body}\n")
    text = briefing(context(repo), "What does greet return?", tokens=600)
    assert len(text) < 600 * 5
    assert "more: list_files()" in text


def test_secrets_are_not_shown(repo: Path) -> None:
    (repo / ".env").write_text("GREET_TOKEN=hunter2\n")
    assert "hunter2" not in briefing(context(repo), "Where is the greet token?", tokens=600)


def test_nothing_is_shown_where_nothing_fits(repo: Path) -> None:
    for number in range(5):
        (repo / f"module_{number}.py").write_text("x = 1\n")
    assert briefing(context(repo), "xyzzy", tokens=600) == ""
    assert briefing(context(repo), "What does greet return?", tokens=0) == ""


def test_it_stands_behind_the_task_when_it_is_asked_for(make_session: MakeSession) -> None:
    session = make_session([code('final_answer("Hello")')], agent_briefing_tokens=600)
    session.run("What does greet return?")
    prompt = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert prompt.startswith("Task: What does greet return?\n\nFiles, the likeliest first:")
    plain = make_session([code('final_answer("Hello")')])
    plain.run("What does greet return?")
    assert plain.model.prompts[0][-1].content == "Task: What does greet return?"  # type: ignore[union-attr]
