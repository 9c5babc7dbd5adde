"""Every way a run may end leaves one whole tree of spans, a result and a chained audit log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
import yaml

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import DenyAll, ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.models.client import LiteLLMModel
from agent_runtime.models.scripted import Reply
from agent_runtime.records.recordings import RecordedSpan, read_open_spans, read_spans
from agent_runtime.records.recovery import recover_all
from agent_runtime.records.runs import LIVE, list_runs, read_json, verify_audit
from agent_runtime.types import Approval
from tests.agent.conftest import MakeSession, code
from tests.fakes.model_servers import OpenAIHandler, Script, serve

ROOT = Path(__file__).parents[2]
DONE = code("final_answer('done')")
EDIT = "p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\nprint(apply_patch(p['patch_id']))"
INSTALL = "run_cmd('pip install left-pad')"


def whole(run: Path, outcome: str) -> dict[str, RecordedSpan]:
    """The spans by name, of a run whose record is whole: one trace, one root, every parent there and around its child,
    nothing open, a result, an audit log without a gap."""
    spans = list(read_spans(run))
    by_id = {span.span_id: span for span in spans}
    assert len({span.trace_id for span in spans}) == 1
    roots = [span for span in spans if span.parent_id is None]
    assert [(root.name, root.kind) for root in roots] == [("agent.run", "AGENT")]
    for span in spans:
        assert span.end_ns is not None
        assert span.end_ns >= span.start_ns
        assert span.attributes["session.id"] == roots[0].attributes["session.id"]
        assert span.kind in ("AGENT", "CHAIN", "LLM", "TOOL", "GUARDRAIL")
        if span.parent_id is not None:
            above = by_id[span.parent_id]
            assert above.start_ns <= span.start_ns
            assert above.end_ns is not None
            assert span.end_ns <= above.end_ns
    assert read_open_spans(run) == []
    result = read_json(run / "result.json")
    assert result["outcome"] == outcome
    assert result["trace_id"] == roots[0].trace_id
    assert roots[0].attributes["agent_runtime.outcome"] == outcome
    assert not (run / LIVE).exists()
    if (run / "audit.jsonl").exists():
        assert verify_audit(run / "audit.jsonl") == []
    return {span.name: span for span in spans}


def parents(spans: dict[str, RecordedSpan]) -> dict[str, str]:
    names = {span.span_id: span.name for span in spans.values()}
    return {name: names.get(span.parent_id or "", "") for name, span in spans.items()}


def only_run() -> Path:
    (run,) = list_runs()
    return run


@pytest.mark.parametrize(
    ("replies", "answers", "settings", "outcome", "failed"),
    [
        pytest.param([DONE], [], {}, "answered", set(), id="answer"),
        pytest.param(
            [code(f"{EDIT}\nfinal_answer(1)")], [True], {"agent_verify": "grep -q Hi pkg/greet.py"}, "verified", set(),
            id="verified",
        ),
        pytest.param([code(f"{EDIT}\nfinal_answer(1)")], [True], {}, "claimed", set(), id="claimed"),
        pytest.param(
            [code("print(read_file('nothing.py'))"), DONE], [], {}, "answered", {"read_file", "tool.execution"},
            id="tool error",
        ),
        pytest.param([code("1/0"), DONE], [], {}, "answered", {"step 1"}, id="error in the code"),
        pytest.param([code("run_cmd('rm -rf /')"), DONE], [], {}, "answered", {"step 1"}, id="denied"),
        pytest.param(
            [code(EDIT), DONE], [Approval(approved=False, source="user", comment="no")], {}, "answered", {"step 1"},
            id="approval refused",
        ),
        pytest.param(
            [Reply(error="unreachable")], [], {}, "model_unavailable", {"agent.run", "step 1", "llm.generate"},
            id="model error",
        ),
        pytest.param([code("1"), code("2")], [], {"agent_max_steps": 2}, "limit", {"agent.run"}, id="step limit"),
        pytest.param([code("print(1)")] * 4, [], {}, "loop", {"agent.run", "step 4"}, id="loop"),
        pytest.param(
            [code("while True: pass")], [], {"agent_timeout_s": 0.5}, "limit", {"agent.run", "step 1"}, id="time limit"
        ),
        pytest.param(["no code"] * 3 + [DONE], [], {}, "answered", {"step 1", "step 2"}, id="no code"),
    ],
)  # fmt: skip
def test_endings_in_one_process(
    make_session: MakeSession,
    replies: list[str | Reply],
    answers: list[Approval | bool],
    settings: dict[str, object],
    outcome: str,
    failed: set[str],
) -> None:
    result = make_session(replies, answers, **settings).run("do it")
    spans = whole(result.run_dir, outcome)
    assert {name for name, span in spans.items() if span.failed} == failed
    assert parents(spans)["llm.generate"].startswith("step ")
    for name, above in parents(spans).items():
        if name.startswith(("policy ", "approval ")):
            assert name.endswith(above)


def test_nobody_to_ask(repo: Path, make_session: MakeSession) -> None:
    session = make_session([code(INSTALL)])
    session.approver = DenyAll()
    spans = whole(session.run("install").run_dir, "denied")
    assert parents(spans)["approval rejected run_cmd"] == "run_cmd"


def test_a_broken_stream(repo: Path) -> None:
    scripts = [Script("```python\nprint('half of it and then", break_after=2)] * 8
    with serve(OpenAIHandler, *scripts) as server:
        settings = Settings(
            phoenix_enabled=False, model_id="openai/tiny", model_api_base=f"{server.address}/v1", model_timeout_s=20
        )
        model = LiteLLMModel(settings, sleep=lambda seconds: None)
        with Session(
            repo, settings=settings, approver=ScriptedApprover([]), policy=Policy.load(repo), model=model
        ) as session:
            result = session.run("stream")
    spans = whole(result.run_dir, "model_unavailable")
    assert spans["llm.generate"].failed
    assert [event["name"] for event in spans["llm.generate"].events].count("retry") > 0


# A process of its own


@pytest.fixture
def command(repo: Path, tmp_path: Path) -> Callable[..., list[str]]:
    def build(*replies: object, mode: str = "auto") -> list[str]:
        (tmp_path / "script.yaml").write_text(yaml.safe_dump(list(replies)))
        model = f"scripted:{tmp_path / 'script.yaml'}"
        return [sys.executable, "-m", "agent_runtime.run", "run", "-C", str(repo), "-m", model, "--mode", mode, "x"]

    return build


def wait_for(span: str, *, ended: bool = False) -> None:
    """Until a span of the only run is open, or has ended."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for run in list_runs():
            found = read_spans(run) if ended else read_open_spans(run)
            if any(item.name.startswith(span) for item in found):
                return
        time.sleep(0.05)
    raise AssertionError(f"no span {span}")


SPIN = code("while True: pass")
SLEEP = code("print(run_cmd('sleep 45'))")
PLACES = {
    "model": ({"text": "too late", "delay": 45}, "llm.generate", False),
    "jail": (SPIN, "llm.generate", True),
    "tool": (SLEEP, "tool.execution", False),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("number", "exit_code", "outcome"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated"), (signal.SIGKILL, -9, "error")],
)
def test_signals(
    command: Callable[..., list[str]], place: str, number: signal.Signals, exit_code: int, outcome: str
) -> None:
    reply, span, ended = PLACES[place]
    process = subprocess.Popen(
        command(reply, DONE), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    wait_for(span, ended=ended)
    time.sleep(0.3)  # into the work that the span is about
    process.send_signal(number)
    assert process.wait(30) == exit_code
    if number == signal.SIGKILL:
        assert (only_run() / LIVE).exists()
        assert recover_all() == [only_run()]
    spans = whole(only_run(), outcome)
    assert spans["agent.run"].failed
    if place == "tool":
        assert parents(spans)["tool.execution"] == "run_cmd"
        assert spans["run_cmd"].failed


@pytest.mark.parametrize(
    ("keys", "outcome", "exit_code"), [("\x03", "answered", 0), ("q\r", "denied", 4), ("\x04", "answered", 0)]
)
def test_at_the_approval(command: Callable[..., list[str]], keys: str, outcome: str, exit_code: int) -> None:
    """Ctrl-C and end of input are a no to this one question; q ends the run."""
    child = at_the_approval(command)
    child.send(keys)
    child.expect(pexpect.EOF, timeout=30)
    child.close()
    spans = whole(only_run(), outcome)
    assert child.exitstatus == exit_code
    approvals = [name for name in spans if name.startswith("approval")]
    assert [parents(spans)[name] for name in approvals] == ["run_cmd"]
    if outcome == "answered":
        assert approvals == ["approval rejected run_cmd"]


@pytest.mark.parametrize(("number", "outcome"), [(signal.SIGTERM, "terminated"), (signal.SIGKILL, "error")])
def test_ended_at_the_approval(command: Callable[..., list[str]], number: signal.Signals, outcome: str) -> None:
    child = at_the_approval(command)
    child.kill(number)
    child.expect(pexpect.EOF, timeout=30)
    child.close()
    if number == signal.SIGKILL:
        recover_all()
    spans = whole(only_run(), outcome)
    assert parents(spans)["approval pending run_cmd"] == "run_cmd"


def at_the_approval(command: Callable[..., list[str]]) -> pexpect.spawn[str]:
    words = command(code(INSTALL), DONE, mode="ask")
    child = pexpect.spawn(
        words[0], words[1:], cwd=str(ROOT), env={**os.environ, "TERM": "xterm"}, encoding="utf-8", dimensions=(40, 120)
    )
    child.expect("allow\\?", timeout=60)
    time.sleep(0.2)  # the prompt has taken the terminal
    return child


def test_the_next_start_closes_a_killed_run(command: Callable[..., list[str]], make_session: MakeSession) -> None:
    process = subprocess.Popen(
        command(SPIN), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    wait_for("llm.generate", ended=True)
    process.kill()
    process.wait()
    killed = only_run()
    make_session([DONE]).run("next")
    deadline = time.monotonic() + 20
    while (killed / LIVE).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    whole(killed, "error")
