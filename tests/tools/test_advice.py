"""Every failing call says what to do next: the slips are those that small models are known to make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.validation import PathGuard
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.tools.advice import command_advice, name_advice
from agent_runtime.types import JsonValue, ToolCall


@pytest.fixture
def session(repo: Path) -> Iterator[Session]:
    settings = Settings(phoenix_enabled=False, agent_mode="auto")
    with Session(repo, settings=settings, approver=ScriptedApprover([]), policy=Policy.load(repo)) as session:
        yield session


def told(session: Session, name: str, arguments: dict[str, JsonValue]) -> str:
    """What the model reads beside the error itself."""
    value: Any = session.call(ToolCall("c1", name, arguments)).value
    return " ".join(str(value[key]) for key in ("recovery_suggestion", "note", "hint") if value.get(key))


PATHS: list[tuple[str, dict[str, JsonValue], str]] = [
    ("read_file", {"path": "greet.py"}, "Did you mean 'pkg/greet.py'?"),
    ("read_file", {"path": "pkg/gret.py"}, "Did you mean 'pkg/greet.py'?"),
    ("read_file", {"path": "/repo/pkg/greet.py"}, "such as 'pkg/greet.py'"),
    ("read_file", {"path": "/home/user/project/main.py"}, "such as 'main.py'"),
    ("read_file", {"path": "pkg"}, "list_files(path='pkg')"),
    ("read_file", {"path": "zzzzzz"}, "list_files() shows"),
    ("read_file", {"path": "main.py", "start": 99}, "start <= 3"),
    ("read_file_snippet", {"path": "gret.py", "pattern": "x"}, "Did you mean 'pkg/greet.py'?"),
    ("list_files", {"path": "src"}, "Folders here: pkg."),
    ("list_files", {"path": "main.py"}, "read_file('main.py')"),
    ("rg_search", {"pattern": "greet", "path": "src"}, "Folders here: pkg."),
    ("rg_search", {"pattern": "greet", "path": "pkg/gret.py"}, "Did you mean 'pkg/greet.py'?"),
    ("git_log", {"path": "pkg/gret.py"}, "Did you mean 'pkg/greet.py'?"),
    ("git_diff", {"path": "pkg/gret.py"}, "Did you mean 'pkg/greet.py'?"),
    ("run_cmd", {"command": "ls", "cwd": "src"}, "take one of pkg."),
    ("run_cmd", {"command": "python mian.py"}, "Did you mean 'main.py'?"),
    ("run_cmd", {"command": "cat pkg/gret.py"}, "Did you mean 'pkg/greet.py'?"),
]
SYMBOLS: list[tuple[str, dict[str, JsonValue], str]] = [
    ("rg_search", {"pattern": "def gret"}, "There is greet."),
    ("rg_search", {"pattern": "class greet"}, "'greet' is there: search for it alone"),
    ("rg_search", {"pattern": "greet", "glob": "*.js"}, "'greet' is there"),
    ("apply_patch", {"patch_id": "pkg/greet.py"}, "propose_patch gives the id"),
    ("propose_patch", {"path": "pkg/greet.py", "old": "Helo", "new": "Hi"}, "copy the lines exactly"),
    ("read_file", {"file": "main.py"}, "Call it as read_file(path: str"),
]
COMMANDS: list[tuple[str, dict[str, JsonValue], str]] = [
    ("run_cmd", {"command": "pyhton main.py"}, "Did you mean 'python"),
    ("ls", {}, "Did you mean list_files?"),
    ("grep", {"pattern": "x"}, "Did you mean rg_search?"),
    ("bash", {"command": "ls"}, "Did you mean run_cmd?"),
    ("cat", {"path": "main.py"}, "Did you mean read_file?"),
    ("str_replace_editor", {}, "Did you mean propose_patch?"),
    ("create_file", {}, "Did you mean write_file?"),
    ("rgsearch", {}, "Did you mean rg_search?"),
]


@pytest.mark.parametrize(("name", "arguments", "words"), [*PATHS, *SYMBOLS, *COMMANDS])
def test_a_failing_call_names_the_nearest_path_symbol_or_command(
    session: Session, name: str, arguments: dict[str, JsonValue], words: str
) -> None:
    assert words in told(session, name, arguments)


def test_what_is_outside_stays_unknown(session: Session, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    there, not_there = (told(session, "read_file", {"path": f"../{name}"}) for name in ("secret.txt", "other.txt"))
    assert there == not_there


def test_words_of_secret_files_are_not_named(session: Session, repo: Path) -> None:
    (repo / ".env").write_text("grettings_from_nowhere=1\n")
    assert "grettings" not in told(session, "rg_search", {"pattern": "grettings_from_nowher = "})
    (repo / "open.txt").write_text("grettings_from_nowhere=1\n")
    assert "grettings_from_nowhere" in told(session, "rg_search", {"pattern": "grettings_from_nowher = "})


def test_open_patches_are_named(session: Session) -> None:
    with session.hosting("calls") as host:
        host.invoke("propose_patch", {"path": "pkg/greet.py", "old": "Hello", "new": "Hi"})
        value: Any = host.invoke("apply_patch", {"patch_id": "p7"}).value
    assert value["recovery_suggestion"] == "Take one of p1."


def test_a_command_that_succeeds_or_fails_otherwise_gets_no_advice(session: Session, repo: Path) -> None:
    assert told(session, "run_cmd", {"command": "echo 'main.pyy: No such file or directory'"}) == ""
    paths = PathGuard(repo)
    assert command_advice("cat: main.py: No such file or directory", 1, paths) == ""  # it is there: elsewhere, then
    assert command_advice("cat: /etc/nope: No such file or directory", 1, paths) == ""
    assert command_advice("cat: ../nope: No such file or directory", 1, paths) == ""
    assert command_advice("1 failed", 1, paths) == ""


def test_a_name_of_another_agent_in_code_is_answered_with_ours(repo: Path) -> None:
    replies = [f"I act.\n```python\n{line}\n```" for line in ("print(ls())", "print(undefined)", "final_answer(1)")]
    model = ScriptedModel(replies)
    with Session(repo, model=model, options={"phoenix_enabled": False}) as session:
        session.run("Look")
    assert "There is no ls() here: use list_files()." in model.prompts[1][-1].content
    assert "use " not in model.prompts[2][-1].content
    assert name_advice("NameError: name 'ls' is not defined", ["read_file"]) == ""  # no such tool in this run
