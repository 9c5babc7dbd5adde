"""The system prompt: replaced, left out, and with the tools that a task calls for."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.offer import offered
from agent_runtime.config import load
from agent_runtime.errors import ConfigError
from agent_runtime.types import ToolSpec
from tests.agent.conftest import MakeSession, code

DONE = [code("final_answer(1)")]


def specs(make_session: MakeSession) -> list[ToolSpec]:
    return [tool.spec for tool in make_session().tools().values()]


def first_prompt(make_session: MakeSession, **settings: str) -> list[str]:
    session = make_session(DONE, **settings)
    session.run("What does greet do?")
    return [f"{message.role}: {message.content}" for message in session.model.prompts[0]]  # type: ignore[union-attr]


def test_a_file_replaces_the_system_prompt(make_session: MakeSession, repo: Path) -> None:
    (repo / "prompt.txt").write_text("Work in {name} {with} braces.\n{tools}\nEnd.\n")
    prompt = first_prompt(make_session, agent_system_prompt="prompt.txt", agent_tools="read_file")
    assert prompt[0].startswith(f"system: Work in {repo.name} {{with}} braces.\nread_file(path, start=None, end=None, ")
    assert prompt[0].endswith("\nEnd.")


def test_a_prompt_may_do_without_the_tools(make_session: MakeSession, repo: Path) -> None:
    (repo / "prompt.txt").write_text("Be brief.")
    assert first_prompt(make_session, agent_system_prompt="prompt.txt")[0] == "system: Be brief."


def test_none_leaves_the_system_prompt_out(make_session: MakeSession) -> None:
    prompt = first_prompt(make_session, agent_system_prompt="none")
    assert prompt[0].startswith("user: ")
    assert prompt[-1] == "user: Task: What does greet do?"


def test_a_prompt_that_cannot_be_read_is_refused_before_the_run(make_session: MakeSession) -> None:
    session = make_session(DONE, agent_system_prompt="nowhere.txt")
    with pytest.raises(ConfigError, match=r"AGENT_SYSTEM_PROMPT='nowhere[.]txt' cannot be read"):
        session.run("x")


def test_a_workspace_does_not_choose_the_prompt(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AGENT_SYSTEM_PROMPT=prompt.txt\n")
    with pytest.raises(ConfigError, match="must not loosen a guard"):
        load(tmp_path)


def test_named_tools_are_described_and_the_others_only_named(make_session: MakeSession) -> None:
    prompt = first_prompt(make_session, agent_tools="list_files, read_file")[0]
    assert "\nread_file(path" in prompt
    assert "\nrg_search(" not in prompt
    more = next(line for line in prompt.splitlines() if line.startswith("More tools; help(NAME)"))
    assert "rg_search, " in more
    assert "read_file," not in more


def test_a_tool_that_there_is_not_is_refused_with_the_nearest(make_session: MakeSession) -> None:
    session = make_session(DONE, agent_tools="read_fil")
    with pytest.raises(ConfigError, match=r"'read_fil', which is no tool[.] Did you mean read_file"):
        session.run("x")


def test_a_tool_that_is_only_named_can_be_called_and_tells_of_itself(make_session: MakeSession) -> None:
    session = make_session(
        [code("help(rg_search)"), code("final_answer(rg_search('greet')['matches'][0]['path'])")],
        agent_tools="read_file",
    )
    assert session.run("Where is greet?").answer in ("main.py", "pkg/greet.py")
    assert "pattern" in session.model.prompts[1][-1].content  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("task", "there", "not_there"),
    [
        (
            "What does greet() return?",
            {"read_file", "rg_search", "list_files"},
            {"propose_patch", "git_log", "run_cmd"},
        ),
        ("Fix the bug in greet()", {"propose_patch", "apply_patch", "run_tests"}, {"git_log", "discard_patch"}),
        ("Which commit changed greet() last?", {"git_log", "git_diff"}, {"propose_patch"}),
        ("Run the linter and fix what it says", {"run_cmd", "propose_patch"}, {"git_log"}),
        ("Create a file notes.md with a summary", {"write_file", "apply_patch"}, {"git_status"}),
        ("Do the tests pass?", {"run_tests"}, {"apply_patch"}),
    ],
)
def test_auto_describes_what_the_task_calls_for(
    make_session: MakeSession, task: str, there: set[str], not_there: set[str]
) -> None:
    described, rest = offered(specs(make_session), "auto", task)
    names = {spec.name for spec in described}
    assert there <= names
    assert not_there <= {spec.name for spec in rest}
    assert not names & {spec.name for spec in rest}


def test_tools_of_other_packages_are_always_described(make_session: MakeSession) -> None:
    foreign = ToolSpec("weather", "Tell the weather.", ())
    described, _ = offered([*specs(make_session), foreign], "auto", "Fix greet")
    assert foreign in described


def test_auto_is_shorter(make_session: MakeSession) -> None:
    full, short = (len(first_prompt(make_session, agent_tools=wanted)[0]) for wanted in ("all", "auto"))
    assert short < 0.7 * full
