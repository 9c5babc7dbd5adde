"""What the prompt is made of, without a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from agent_runtime import Session, Settings
from agent_runtime.errors import ConfigError
from agent_runtime.governance.instructions import Steering, trusted_instructions, trusted_skills
from agent_runtime.governance.trust import TrustStore
from agent_runtime.interfaces.repl_commands import COMMANDS, arguments_of, find
from agent_runtime.interfaces.repl_complete import Choice, ReplCompleter
from agent_runtime.interfaces.repl_input import SafeHistory
from agent_runtime.interfaces.repl_material import mentioned
from agent_runtime.interfaces.repl_status import Status, git_mark
from agent_runtime.types import Event

ISSUE = (
    "help status model models mode context tools policy approvals diff apply undo redo rewind patches verify test plan "
    "compact clear resume runs trace replay export rate config doctor init quit"
).split()


def test_every_command_is_explained_with_an_example() -> None:
    assert {f"/{name}" for name in ISSUE} <= set(COMMANDS)
    for command in COMMANDS.values():
        assert command.meaning
        assert command.example.startswith(command.name)


@pytest.mark.parametrize(
    ("word", "wanted"), [("/und", "/undo"), ("/undo", "/undo"), ("/model", "/model"), ("/q", "/quit")]
)
def test_a_beginning_is_enough(word: str, wanted: str) -> None:
    assert find(word).name == wanted


@pytest.mark.parametrize(
    ("word", "hint"), [("/re", "/redo or"), ("/xyz", "/help lists all"), ("/unfo", "Did you mean /undo")]
)
def test_what_is_none_gets_a_hint(word: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=hint):
        find(word)


def test_arguments() -> None:
    assert arguments_of("/policy check 'git push'") == ["check", "git push"]
    assert arguments_of("/rate bad it's wrong") == ["bad", "it's", "wrong"]
    assert arguments_of("/help") == []


def completions(completer: ReplCompleter, text: str) -> list[str]:
    return [item.text for item in completer.get_completions(Document(text, len(text)), CompleteEvent())]


def test_completion(repo: Path) -> None:
    (repo / "noise.log").write_text("x")
    (repo / "two words.py").write_text("x")
    choices = [Choice("/mode", "how freely", lambda: ["ask", "auto"]), Choice("/model", "which", list)]
    completer = ReplCompleter(repo, lambda: choices)
    assert completions(completer, "/mo") == ["/mode", "/model"]
    assert completions(completer, "/mode a") == ["ask", "auto"]
    assert completions(completer, "/mode ask a") == []
    assert completions(completer, "say /mo") == []
    assert completions(completer, "look at @grt") == ["pkg/greet.py"]
    assert "noise.log" not in completions(completer, "@")
    assert ".gitignore" in completions(completer, "@git")
    assert completions(completer, "mail a@b") == []


def test_history_keeps_no_secrets_and_waits_until_it_knows_them(tmp_path: Path) -> None:
    history = SafeHistory(tmp_path / "history")
    history.store_string("first")
    history.store_string("my secret")
    assert not (tmp_path / "history").exists()
    history.keep(lambda line: line.replace("secret", "****"))
    history.store_string("another secret")
    history.store_string("two\nlines")
    assert list(SafeHistory(tmp_path / "history").load_history_strings()) == ["two\nlines", "first"]


@pytest.fixture
def session(repo: Path) -> Session:
    return Session(repo, settings=Settings(phoenix_enabled=False), ephemeral=True)


def test_a_mentioned_file_is_given_whole_or_in_parts(session: Session, repo: Path) -> None:
    text, said = mentioned("explain @main.py.", session)
    assert said == ["@main.py: all 4 lines"]
    assert text.startswith("File main.py:\n```\n1: from pkg.greet import greet\n")
    (repo / "big.py").write_text("".join(f"def function_{n}(): return {n}\n" for n in range(5000)))
    text, said = mentioned("why does function_3210 return that? @big.py", session)
    assert "3211: def function_3210(): return 3210" in text
    assert len(text) < 7000
    assert said[0].endswith("of 5001 lines")
    assert mentioned("@big.py:7-9", session)[0].split("\n")[3:6] == [
        f"{n + 1}: def function_{n}(): return {n}" for n in (6, 7, 8)
    ]


def test_what_cannot_be_given_is_said(session: Session, repo: Path) -> None:
    (repo / "data.bin").write_bytes(b"\xff\xfe\x00")
    (repo / ".env").write_text("A=b\n")
    text, said = mentioned("@none.py @data.bin @../out @.env @pkg user@example.org", session)
    assert text == ""
    assert [line.split()[0].rstrip(":") for line in said] == ["@none.py", "@data.bin", "@../out", "@.env", "@pkg"]


def test_secrets_in_a_mentioned_file_are_taken_out(session: Session, repo: Path) -> None:
    secret = "sk-proj-" + "a1B2c3D4e5" * 4
    (repo / "notes.txt").write_text(f"key {secret}\n")
    assert secret not in mentioned("@notes.txt", session)[0]


def test_the_status_line(session: Session, repo: Path) -> None:
    status = Status()
    assert status.text(80) == "starting ..."
    status.session = session
    status(Event("model_finished", {
        "prompt_tokens": 200, "completion_tokens": 8, "cached_tokens": 50, "tokens_per_s": 17.6,
    }))  # fmt: skip
    assert "18 tok/s · cache 25% · journal only" in status.text(120)
    assert len(status.text(30)) <= 30
    assert git_mark(repo) == "main"
    (repo / "new").write_text("x")
    assert git_mark(repo) == "main*"
    assert git_mark(repo.parent) == ""


def test_what_steers_the_agent_is_trusted_by_digest(repo: Path) -> None:
    store = TrustStore()
    assert Steering.of(repo).files == ()
    (repo / "AGENTS.md").write_text("Be kind. " * 100)
    skill = repo / ".agent-runtime" / "skills" / "one" / "SKILL.md"
    skill.parent.mkdir(parents=True)
    skill.write_text("Do it.")
    steering = Steering.of(repo)
    assert [path.name for path in steering.files] == ["AGENTS.md", "SKILL.md"]
    assert steering.answer(store) is None
    assert trusted_instructions(repo, 1000) == ""
    steering.keep("no", store)
    assert (Steering.of(repo).answer(store), trusted_instructions(repo, 1000)) == ("no", "")
    steering.keep("yes", store)
    assert Steering.of(repo).answer(store) == "yes"
    assert trusted_instructions(repo, 20).startswith("Be kind. Be kind. Be\n[... the rest")
    assert trusted_skills(repo) == "- one: ? (.agent-runtime/skills/one/SKILL.md)"
    skill.write_text("---\nname: release\ndescription: >\n  How a release\n  is made.\n---\nDo something else.")
    assert trusted_skills(repo) == ""
    store.trust(skill)
    assert trusted_skills(repo) == "- release: How a release is made. (.agent-runtime/skills/one/SKILL.md)"
    skill.write_text("---\nname: [broken\n---\nDo something else.")
    assert Steering.of(repo).answer(store) is None
    (repo / "AGENTS.md").write_text("Be cruel.")
    assert trusted_instructions(repo, 1000) == ""
