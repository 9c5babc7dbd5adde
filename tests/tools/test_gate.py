"""The gate: what every call passes, whatever the tool."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.errors import NotFound
from agent_runtime.governance import landlock
from agent_runtime.governance.approval import ApprovalRequest, ApprovalStore, RememberedApprover, ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.trust import TrustStore
from agent_runtime.records.runs import list_runs
from agent_runtime.tools import registry
from agent_runtime.tools.base import GatedTool
from agent_runtime.types import Approval, Effect, JsonValue, Observation, ToolCall


class Echo(GatedTool):
    """Give back what it got.

    More words.
    """

    name = "echo"
    effect = Effect.READ

    def forward(
        self, text: str, times: Annotated[int, Field(ge=1, le=3, description="how often")] = 1, flag: bool | None = None
    ) -> JsonValue:
        if text == "missing":
            raise NotFound("There is none.", recovery="Look elsewhere.", alternatives=["here"])
        if text == "bug":
            raise ZeroDivisionError("oops")
        return {"text": text * times, "flag": flag}


@pytest.fixture
def call(repo: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(registry, "BUILT_IN", (*registry.BUILT_IN, Echo))
    monkeypatch.setenv("SECRET_TOKEN", "hunter2hunter2")

    def run(
        name: str, answers: list[Approval | bool] | None = None, mode: str = "ask", **arguments: Any
    ) -> Observation:
        settings = Settings(phoenix_enabled=False, agent_mode=mode)
        session = Session(repo, settings=settings, approver=ScriptedApprover(answers or []), policy=Policy.load(repo))
        run.session = session  # type: ignore[attr-defined]
        return session.call(ToolCall("t1", name, arguments))

    return run


def test_a_call_that_fits(call: Any) -> None:
    assert call("echo", text="ab", times=2) == Observation("t1", {"text": "abab", "flag": None})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "'text' is missing"),
        ({"text": 1}, "'text' = 1"),
        ({"text": "a", "times": 4}, "'times' = 4"),
        ({"text": "a", "times": "2"}, "'times' = \"2\""),
        ({"text": "a", "times": True}, "'times' = true"),
        ({"text": "a", "flag": 1}, "'flag' = 1"),
        ({"text": "a", "other": 1}, "no argument 'other'"),
        ({"text": "x" * 6000}, "6000 characters"),
        ({"text": "x\n" * 300}, "301"),
        ({"text": "a\0b"}, "NUL"),
        ({"text": "a\udc80"}, "half a character"),
    ],
)
def test_arguments_are_checked(call: Any, arguments: dict[str, Any], words: str) -> None:
    observation = call("echo", **arguments)
    assert observation.error_type == "InvalidArguments"
    assert words in observation.value["error"]
    assert observation.value["recovery_suggestion"]


def test_errors_of_tools(call: Any) -> None:
    assert call("echo", text="missing").value == {
        "error": "There is none.", "recovery_suggestion": "Look elsewhere.", "alternatives": ["here"],
    }  # fmt: skip
    crashed = call("echo", text="bug")
    assert crashed.error_type == "ToolCrashed"
    assert "ZeroDivisionError" in crashed.value["error"]
    assert call("ecko", text="x").value["alternatives"] == ["echo"]


def test_secrets_do_not_pass(call: Any) -> None:
    assert "hunter2" not in str(call("echo", text="a hunter2hunter2 b").value)
    runs = list_runs()
    assert runs
    for path in runs[-1].rglob("*"):
        assert not path.is_file() or b"hunter2hunter2" not in path.read_bytes()


def test_a_large_result_is_kept_whole(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from agent_runtime.tools import gate

    monkeypatch.setattr(gate, "MAX_RESULT_CHARS", 1000)
    observation = call("echo", text="x" * 2000, times=2)
    assert len(json.dumps(observation.value)) < 1500
    assert "artifact:" in observation.value["truncated"]


def test_specs_and_help() -> None:
    spec = Echo(None).spec  # type: ignore[arg-type]
    assert spec.signature == "echo(text: str, times: int = 1, flag: bool | None = None) -> dict"
    assert spec.doc.startswith("Give back what it got.")
    assert spec.parameters[1].description.startswith("how often")


def test_commands_are_judged_and_run_in_the_sandbox(call: Any, repo: Path) -> None:
    allowed = call("run_cmd", command="cat README.md")
    assert allowed.value["exit_code"] == 0
    assert "# Example" in allowed.value["output"]
    assert call("run_cmd", command="ls nowhere").value["exit_code"] != 0
    denied = call("run_cmd", command="sudo rm -rf /")
    assert denied.denied
    assert denied.error_type == "Denied"


def test_an_edited_command_is_judged_again(call: Any, repo: Path) -> None:
    edited = Approval(approved=True, source="user", edited_command="cat main.py")
    done = call("run_cmd", answers=[edited], command="touch made.txt")
    assert "greet" in done.value["output"]
    assert not (repo / "made.txt").exists()
    worse = Approval(approved=True, source="user", edited_command="sudo cat /etc/shadow")
    assert call("run_cmd", answers=[worse], command="touch made.txt").denied


def test_plan_mode_changes_nothing(call: Any, repo: Path) -> None:
    assert call("run_cmd", mode="plan", command="touch made.txt").denied
    assert not (repo / "made.txt").exists()
    assert call("list_files", mode="plan").ok


def test_auto_mode_runs_what_would_be_asked_in_the_sandbox(call: Any, repo: Path) -> None:
    assert call("run_cmd", mode="auto", command="touch made.txt").value["exit_code"] == 0
    assert (repo / "made.txt").exists()
    assert call("run_cmd", mode="auto", command="sudo touch made.txt").denied


def test_run_tests(call: Any, repo: Path) -> None:
    (repo / "test_it.py").write_text("def test_good():\n    pass\n\ndef test_bad():\n    assert 1 == 2\n")
    (repo / "pytest.ini").write_text("[pytest]\n")
    value = call("run_tests", mode="auto").value
    assert value["ok"] is False
    assert (value["passed"], value["failed"]) == (1, 1)
    assert "test_bad" in json.dumps(value["failures"])
    assert call("run_tests", mode="auto", target="test_it.py::test_good").value["ok"] is True
    assert call("run_tests", mode="auto", target="--pdb").error_type == "InvalidArguments"


def test_a_kept_result_can_be_read(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    call("echo", text="x")
    session = call.session
    parts = session._open_run("read an artifact")
    name = parts.directory.artifact("one\ntwo\n")
    read = parts.gate.invoke(ToolCall("t1", "read_file", {"path": f"artifact:{name}", "start": 2}))
    assert read.value["text"] == "2: two"
    for wrong in ("artifact:../metadata.json", "artifact:artifacts/0123456789abcdef.txt", "artifact:"):
        assert parts.gate.invoke(ToolCall("t2", "read_file", {"path": wrong})).error_type == "NotFound"
    parts.telemetry.close()


def asked(session: Session, command: str) -> Observation:
    return session.call(ToolCall("t1", "run_cmd", {"command": command}))


def remembering(repo: Path, tmp_path: Path, rule: str, **options: Any) -> tuple[Session, ScriptedApprover]:
    user = tmp_path / "user.toml"
    user.write_text("version = 1\n[[rule]]\nid = 'mine'\ndecision = 'REQUIRE_APPROVAL'\nreason = 'mine'\n" + rule)
    policy = Policy.load(repo, user_file=user, trust=TrustStore(tmp_path / "t.json"), **options)
    person = ScriptedApprover([Approval(approved=True, source="user", scope="session")] * 9)
    approver = RememberedApprover(person, ApprovalStore(tmp_path / "approvals.json"), policy.digest)
    return Session(repo, settings=Settings(phoenix_enabled=False), approver=approver, policy=policy), person


def test_a_remembered_command_is_the_same_however_it_is_quoted(repo: Path, tmp_path: Path) -> None:
    session, person = remembering(repo, tmp_path, "program = 'touch'\nremember = 'session'\n")
    for command in ("touch made.txt", "touch 'made.txt'", 't\\ouch  "made.txt"'):
        assert asked(session, command).ok
    assert [r.argv for r in person.requests] == [("touch", "made.txt")]
    assert asked(session, "touch other.txt").ok
    assert len(person.requests) == 2


def test_a_folder_that_was_swapped_while_it_was_asked_about(repo: Path) -> None:
    (repo / "other").mkdir()

    class Swapping:
        def ask(self, request: ApprovalRequest) -> Approval:
            (repo / "pkg").rename(repo / "away")
            (repo / "pkg").symlink_to("other")
            return Approval(approved=True, source="user")

    session = Session(repo, settings=Settings(phoenix_enabled=False), approver=Swapping(), policy=Policy.load(repo))
    made = session.call(ToolCall("t1", "run_cmd", {"command": "touch made.txt", "cwd": "pkg"}))
    assert made.denied
    assert not list(repo.glob("*/made.txt"))


def test_a_bare_interpreter_is_asked_every_time(repo: Path, tmp_path: Path) -> None:
    rule = "program = ['python3', 'bash']\nremember = 'session'\n"
    session, person = remembering(repo, tmp_path, rule)
    for command in ("python3 main.py", "python3 main.py", "'python3' main.py"):
        assert not asked(session, command).denied
    assert [r.argv for r in person.requests] == [("python3", "main.py")] * 3


def test_allow_shell_needs_a_whole_sandbox(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, person = remembering(repo, tmp_path, "program = 'never'\n", allow_shell=True)
    assert asked(session, "touch made.txt").ok
    whole = Sandbox.probe(repo)
    assert len(person.requests) == (0 if whole.backend != "none" and not whole.degraded else 1)
    before = len(person.requests)
    monkeypatch.setattr(Sandbox, "degraded", True)
    assert not asked(session, "touch made.txt").denied
    assert len(person.requests) == before + 1
    assert asked(session, "sudo ls").denied


def test_an_approved_git_command_may_write_the_repository(call: Any, repo: Path) -> None:
    for name, value in (("user.name", "Some One"), ("user.email", "one@example.org")):
        subprocess.run(["git", "-C", str(repo), "config", name, value], check=True)
    (repo / "main.py").write_text("print('new')\n")
    config = (repo / ".git/config").read_bytes()
    hook = repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho evil >> .git/config; echo evil > .git/hooks/x; echo evil > {repo.parent}/evil\n")
    hook.chmod(0o755)
    committed = call("run_cmd", answers=[True], command="git add main.py && git commit -m second | head -3")
    assert committed.value["exit_code"] == 0, committed.value
    assert _git(repo, "log", "-1", "--format=%s %an") == "second Some One\n"
    assert (repo / ".git/config").read_bytes() == config
    assert not (repo / ".git/hooks/x").exists()
    assert not (repo.parent / "evil").exists()


@pytest.mark.parametrize("command", ["touch .git/x", "git tag v1 && touch .git/x", "FOO=1 git tag v1; touch .git/x"])
def test_other_programs_do_not_get_the_repository(call: Any, repo: Path, command: str) -> None:
    call("run_cmd", answers=[True], command=command)
    assert not (repo / ".git/x").exists()
    assert _git(repo, "tag") == ""


def test_auto_mode_does_not_write_the_repository(call: Any, repo: Path) -> None:
    assert call("run_cmd", mode="auto", command="git tag v1").value["exit_code"] != 0
    assert _git(repo, "tag") == ""


@pytest.mark.parametrize("mode", ["ask", "auto", "auto-edit"])
def test_a_degraded_sandbox_asks_before_it_runs_project_code(
    repo: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python -m pytest` is allowed in a full sandbox, and asked about in a lesser one."""
    if problem := landlock.problem():
        pytest.skip(problem)
    policy = Policy.load(repo)
    assert policy.decide_command("python -m pytest -q").verdict == "allow"
    probe = Sandbox.probe
    monkeypatch.setattr(Sandbox, "probe", lambda root, **options: probe(root, **options, backend="landlock"))
    settings = Settings(phoenix_enabled=False, agent_mode=mode)
    session = Session(repo, settings=settings, approver=ScriptedApprover([False]), policy=policy)
    assert session.sandbox.degraded
    assert session.call(ToolCall("t1", "run_cmd", {"command": "python -m pytest -q"})).denied
    read = Session(repo, settings=settings, approver=ScriptedApprover([]), policy=policy)
    assert read.call(ToolCall("t2", "run_cmd", {"command": "cat README.md"})).value["exit_code"] == 0


def _git(repo: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(repo), *words], check=True, capture_output=True, text=True).stdout
