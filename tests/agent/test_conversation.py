"""Sessions that go on: after the program ended, was killed, as a copy, and from a script."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent_runtime import (
    AnswerSchema,
    Approval,
    ApprovalRequest,
    ConfigError,
    Event,
    Outcome,
    Session,
    Settings,
    list_sessions,
)
from agent_runtime.agent.conversation import remove_session, sessions_dir
from agent_runtime.agent.session import RESTARTED
from agent_runtime.models.scripted import Reply, ScriptedModel
from tests.agent.conftest import code

OPTIONS = {"phoenix_enabled": False}


def opened(repo: Path, *replies: str | Reply, **arguments: object) -> Session:
    return Session(repo, model=ScriptedModel(list(replies)), options=OPTIONS, **arguments)  # type: ignore[arg-type]


def prompts(session: Session) -> list[str]:
    assert isinstance(session.model, ScriptedModel)
    return [message.content for message in session.model.prompts[-1]]


def test_a_conversation_goes_on_in_another_session(repo: Path) -> None:
    with opened(repo, code("x = 41\nprint(x)"), code("final_answer('one')")) as first:
        first.run("remember 41")
        said = prompts(first)
    with opened(repo, code("final_answer('x' in globals())"), resume="last") as second:
        assert second.session_id == first.session_id
        result = second.run("go on")
    assert result.answer is False  # the variables are gone, and the model was told so
    told = prompts(second)
    assert told[: len(said)] == said
    assert "Output:\n41" in told
    assert told[-1] == f"Task: go on\n\n{RESTARTED}"
    metadata = json.loads((result.run_dir / "metadata.json").read_text())
    assert metadata["session_id"] == first.session_id
    assert first.last is not None
    assert metadata["resumes"] == first.last.run_id
    assert [item.tasks for item in list_sessions(repo)] == [("remember 41", "go on")]


def test_a_fork_leaves_the_original_alone(repo: Path) -> None:
    with opened(repo, code("final_answer(1)")) as first:
        first.run("one")
    with opened(repo, code("final_answer(2)"), resume=first.session_id[:6], fork=True) as fork:
        fork.run("two")
    assert fork.session_id != first.session_id
    assert "Task: one" in prompts(fork)
    tasks = {item.session_id: item.tasks for item in list_sessions(repo)}
    assert tasks == {first.session_id: ("one",), fork.session_id: ("one", "two")}
    assert next(item for item in list_sessions() if item.session_id == fork.session_id).forked_from == first.session_id


def test_clear_forgets_also_for_the_next_session(repo: Path) -> None:
    with opened(repo, code("final_answer(1)"), code("final_answer(2)")) as first:
        first.run("one")
        first.clear()
        first.run("two")
        assert "Task: one" not in prompts(first)
    with opened(repo, code("final_answer(3)"), resume="last") as second:
        second.run("three")
    assert "Task: one" not in prompts(second)
    assert "Task: two" in prompts(second)


def test_a_session_is_open_only_once(repo: Path) -> None:
    with opened(repo, code("final_answer(1)")) as first:
        first.run("one")
        with pytest.raises(ConfigError, match=r"open in another process.*--fork"):
            opened(repo, resume="last")
        with opened(repo, resume="last", fork=True):
            pass
        with pytest.raises(ConfigError, match="open in another process"):
            remove_session(first.session_id)
    remove_session(first.session_id)
    assert first.session_id not in [item.session_id for item in list_sessions()]


def test_unknown_and_foreign_sessions_are_refused(repo: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no session in .* to go on with"):
        opened(repo, resume="last")
    with pytest.raises(ConfigError, match="nothing to fork"):
        opened(repo, fork=True)
    with opened(repo, code("final_answer(1)")) as first:
        first.run("one")
    with pytest.raises(ConfigError, match=f"no session 's-zz'.*{first.session_id}"):
        opened(repo, resume="s-zz")
    with pytest.raises(ConfigError, match="belongs to"):
        opened(tmp_path, resume=first.session_id)


def test_a_torn_line_is_left_out(repo: Path) -> None:
    with opened(repo, code("final_answer(1)")) as first:
        first.run("one")
    path = sessions_dir() / first.session_id / "conversation.jsonl"
    path.write_bytes(path.read_bytes() + b'{"kind":"step","repl')
    with opened(repo, code("final_answer(2)"), resume="last") as second:
        assert second.run("two").answer == 2
    with opened(repo, code("final_answer(3)"), resume="last") as third:
        third.run("three")
        assert [text for text in prompts(third) if text.startswith("Task: ")][-3:-1] == [
            "Task: one", f"Task: two\n\n{RESTARTED}",
        ]  # fmt: skip


def test_secrets_are_not_kept(repo: Path) -> None:
    secret = "sk-proj-" + "a1B2c3D4e5" * 4
    with opened(repo, code("final_answer(1)")) as session:
        session.run(f"use {secret}")
    assert secret not in (sessions_dir() / session.session_id / "conversation.jsonl").read_text()
    assert (sessions_dir() / session.session_id).stat().st_mode & 0o777 == 0o700


KILLED = """
import sys
from pathlib import Path
from agent_runtime import Session
from agent_runtime.models.scripted import Reply, ScriptedModel
replies = ["```python\\nprint(6 * 7)\\n```", Reply("x", delay=60)]
Session(sys.argv[1], model=ScriptedModel(replies), options={"phoenix_enabled": False}).run("count")
"""


def test_a_killed_session_goes_on(repo: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(repo)], env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            files = list(sessions_dir().glob("*/conversation.jsonl"))
            if files and '"step"' in files[0].read_text():
                break
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with opened(repo, code("final_answer('on')"), resume="last") as session:
        assert session.run("go on").answer == "on"
        assert "Output:\n42" in prompts(session)


def test_ephemeral_leaves_nothing(repo: Path) -> None:
    with opened(repo, code("final_answer(1)"), ephemeral=True) as session:
        result = session.run("one")
        assert result.answer == 1
        assert result.run_dir.is_dir()
    assert not result.run_dir.exists()
    state = Path(os.environ["XDG_STATE_HOME"])
    assert [path for path in state.rglob("*") if path.is_file()] == []


def test_the_answer_must_conform_to_the_schema(repo: Path) -> None:
    schema = AnswerSchema({"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}})
    with opened(repo, code("final_answer({'n': 'one'})"), code("final_answer({'n': 1})")) as session:
        result = session.run("count", schema=schema)
        assert (result.answer, result.steps) == ({"n": 1}, 2)
        told = prompts(session)
    assert '"required": ["n"]' in next(text for text in told if text.startswith("Task: count"))
    assert "does not conform to the JSON Schema" in told[-1]
    assert "- n: 'one' is not of type 'integer'" in told[-1]


def test_an_answer_that_never_conforms_is_no_answer(repo: Path) -> None:
    replies = [code(f"final_answer('{i}')") for i in range(3)]
    with Session(repo, model=ScriptedModel(replies), options={**OPTIONS, "agent_max_steps": 3}) as session:
        result = session.run("count", schema=AnswerSchema({"type": "integer"}))
    assert (result.answer, result.exit_code) == (None, 6)


@pytest.mark.parametrize("text", ["{", "[]", '{"type": 3}', None])
def test_a_wrong_schema_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "s.json").write_text(text)
    with pytest.raises(ConfigError):
        AnswerSchema.from_file(tmp_path / "s.json")


def test_max_tokens_ends_the_run(repo: Path) -> None:
    replies = [Reply(code("print(1)"), tokens=90), Reply(code("final_answer(1)"))]
    with Session(repo, model=ScriptedModel(replies), options={**OPTIONS, "agent_max_tokens": 100}) as session:
        result = session.run("count")
    assert (result.outcome, result.exit_code, result.steps) == (Outcome.LIMIT, 6, 1)
    assert "--max-tokens" in str(result.error)


def test_stream_yields_what_happens(repo: Path) -> None:
    with opened(repo, code("print(1)"), code("final_answer(2)")) as session:
        kinds = [event.kind for event in session.stream("count")]
        assert session.last is not None
        assert session.last.answer == 2
    assert (kinds[0], kinds[-1], kinds.count("step_started")) == ("run_started", "run_finished", 2)


def test_a_stream_that_is_left_interrupts_the_run(repo: Path) -> None:
    with opened(repo, code("while True: pass"), code("final_answer(2)")) as session:
        stream = session.stream("spin")
        for event in stream:
            if event.kind == "model_finished":
                break
        stream.close()
        assert session.last is not None
        assert session.last.outcome is Outcome.INTERRUPTED


def test_what_fails_at_once_is_raised_from_the_stream(repo: Path) -> None:
    with opened(repo) as session, pytest.raises(ConfigError, match="The task is empty"):
        list(session.stream("  "))


def test_a_function_approves(repo: Path) -> None:
    asked: list[ApprovalRequest] = []

    def answer(request: ApprovalRequest) -> bool | Approval:
        asked.append(request)
        return len(asked) == 1 or Approval(approved=False, source="user", comment="once is enough")

    with opened(
        repo, code("print(run_cmd('touch a'))"), code("print(run_cmd('touch b'))"), code("final_answer(1)"),
        approver=answer,
    ) as session:  # fmt: skip
        result = session.run("touch")
    assert [request.command for request in asked] == ["touch a", "touch b"]
    assert (repo / "a").exists()
    assert not (repo / "b").exists()
    assert "once is enough" in result.denied[0]


def test_settings_come_from_options_mode_and_environment(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENT_MAX_STEPS", "7")
    with Session(repo, mode="plan", options={"agent_verify": "true"}) as session:
        assert session.settings.agent_max_steps == 7
        assert session.settings.agent_mode == "plan"
        session.configure(agent_mode="auto")
        assert (session.settings.agent_mode, session.settings.agent_verify) == ("auto", "true")
        with pytest.raises(ConfigError, match="AGENT_MODE='bold'"):
            session.configure(agent_mode="bold")
    with pytest.raises(ConfigError, match=r"'agent_colour'.* is no setting"):
        Session(repo, options={"agent_colour": "red"})
    assert Session(repo, settings=Settings(), mode="plan").settings.agent_mode == "plan"


def test_events_reach_the_callback(repo: Path) -> None:
    events: list[Event] = []
    with opened(repo, code("final_answer(1)"), on_event=events.append) as session:
        session.run("one")
    assert events[0].data["session_id"] == session.session_id
    assert events[-1].data["answer"] == 1
