"""One task end to end, with the real jail, gate, tools and records."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.models.scripted import Reply, ScriptedModel
from agent_runtime.records.runs import verify_audit
from agent_runtime.types import Approval, Outcome, RunResult
from tests.agent.conftest import MakeSession, code


def spans(result: RunResult) -> list[dict[str, Any]]:
    found = []
    for line in (result.run_dir / "trace.jsonl").read_text().splitlines():
        span = json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
        span["attributes"] = {a["key"]: next(iter(a["value"].values())) for a in span["attributes"]}
        found.append(span)
    return found


def tree(result: RunResult) -> dict[str, str | None]:
    """Span name -> parent's name."""
    all_spans = spans(result)
    names = {span["spanId"]: span["name"] for span in all_spans}
    return {span["name"]: names.get(span.get("parentSpanId", "")) for span in all_spans}


def test_a_question_is_answered_by_a_tool_call_on_the_record(make_session: MakeSession) -> None:
    session = make_session([code('r = list_files("*.py")\nfinal_answer(r["files"])')])
    result = session.run("List all Python files in this repo")
    assert (result.outcome, result.exit_code, result.steps, result.tool_calls) == (Outcome.ANSWERED, 0, 1, 1)
    assert result.answer == ["main.py", "pkg/__init__.py", "pkg/greet.py"]
    assert tree(result) == {
        "agent.run": None,
        "step 1": "agent.run",
        "llm.generate": "step 1",
        "list_files": "step 1",
        "policy allow list_files": "list_files",
        "tool.execution": "list_files",
    }
    kinds = {span["name"]: span["attributes"]["openinference.span.kind"] for span in spans(result)}
    assert [kinds[name] for name in ("agent.run", "step 1", "llm.generate", "list_files")] == [
        "AGENT",
        "CHAIN",
        "LLM",
        "TOOL",
    ]
    assert verify_audit(result.run_dir / "audit.jsonl") == []
    metadata = json.loads((result.run_dir / "metadata.json").read_text())
    assert metadata["task"] == "List all Python files in this repo"
    assert len(metadata["git_head"]) == 40
    assert metadata["jail"] in ("bubblewrap", "landlock")
    assert json.loads((result.run_dir / "result.json").read_text())["outcome"] == "answered"


def test_variables_stay_and_history_only_grows(make_session: MakeSession) -> None:
    session = make_session([code("x = 20\nprint('first')"), code("x + 1"), code("final_answer(x * 2)")])
    assert session.run("count").answer == 40
    prompts = session.model.prompts  # type: ignore[union-attr]
    for before, after in itertools.pairwise(prompts):
        assert after[: len(before)] == before
    assert "first" in prompts[1][-1].content
    assert "21" in prompts[2][-1].content
    assert sum(message.content.count("x = 20") for message in prompts[2]) == 1


def test_a_conversation_goes_on_and_a_new_task_forgets(make_session: MakeSession) -> None:
    session = make_session(
        [code("x = 1\nfinal_answer(x)"), code("final_answer(x + 1)"), code("final_answer('x' in globals())")]
    )
    assert session.run("one").answer == 1
    assert session.run("two", reset=False).answer == 2
    assert session.run("three", reset=True).answer is False
    prompts = session.model.prompts  # type: ignore[union-attr]
    assert prompts[1][: len(prompts[0])] == prompts[0]
    assert prompts[2][-1].content == "Task: three"
    assert len(prompts[2]) == len(prompts[0])


def test_a_reply_without_code_is_asked_for_it(make_session: MakeSession) -> None:
    session = make_session(["I am done.", code("final_answer(1)")])
    assert session.run("do it").answer == 1
    assert "no ```python block" in session.model.prompts[1][-1].content  # type: ignore[union-attr]


def test_an_error_shows_the_models_own_line(make_session: MakeSession) -> None:
    session = make_session([code("print('before')\nd = {}\nd['key']"), code("final_answer('ok')")])
    session.run("fail once")
    told = session.model.prompts[1][-1].content  # type: ignore[union-attr]
    assert "before" in told
    assert "KeyError" in told
    assert "line 3" in told


def test_a_failing_tool_tells_what_to_do(make_session: MakeSession) -> None:
    session = make_session(
        [code("r = read_file('pkg/gret.py')\nprint(r['error'], r['alternatives'])"), code("final_answer(r)")]
    )
    answer = session.run("read").answer
    assert isinstance(answer, dict)
    assert "pkg/greet.py" in json.dumps(answer["alternatives"])


def test_a_patch_is_applied_after_approval_and_counts_as_claimed(make_session: MakeSession, repo: Path) -> None:
    patch = (
        "p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\n"
        "print(p)\nprint(apply_patch(p['patch_id']))\nfinal_answer('done')"
    )
    session = make_session([code(patch)], answers=[Approval(approved=True, source="scripted")])
    result = session.run("say Hi")
    assert result.outcome is Outcome.CLAIMED
    assert result.exit_code == 3
    assert '"Hi, "' in (repo / "pkg/greet.py").read_text()
    assert tree(result)["approval approved apply_patch"] == "apply_patch"


def test_a_refusal_reaches_the_model_with_its_reason(make_session: MakeSession, repo: Path) -> None:
    patch = "p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\napply_patch(p['patch_id'])\nprint('not reached')"
    answers: list[Approval | bool] = [Approval(approved=False, source="user", comment="keep it formal")]
    session = make_session([code(patch), code("final_answer('left as it is')")], answers=answers)
    result = session.run("say Hi")
    assert "Hello" in (repo / "pkg/greet.py").read_text()
    told = session.model.prompts[1][-1].content  # type: ignore[union-attr]
    assert "keep it formal" in told
    assert "not reached" not in told
    assert len(result.denied) == 1
    assert "approval rejected apply_patch" in tree(result)


def test_verify_passes_or_sends_the_answer_back(make_session: MakeSession, repo: Path) -> None:
    check = "grep -q Hi pkg/greet.py"
    fix = "p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\napply_patch(p['patch_id'])\nfinal_answer('now')"
    session = make_session(
        [code("final_answer('already fine')"), code(fix)],
        answers=[Approval(approved=True, source="scripted")],
        agent_verify=check,
    )
    result = session.run("say Hi")
    assert (result.outcome, result.answer, result.exit_code) == (Outcome.VERIFIED, "now", 0)
    assert check in session.model.prompts[1][-1].content  # type: ignore[union-attr]


def test_the_step_limit(make_session: MakeSession) -> None:
    session = make_session([code(f"print({n})") for n in range(3)], agent_max_steps=3)
    result = session.run("never ends")
    assert (result.outcome, result.exit_code, result.steps) == (Outcome.LIMIT, 6, 3)
    assert "--max-steps" in (result.error or "")


def test_the_time_limit_ends_a_step_that_runs(make_session: MakeSession) -> None:
    session = make_session([code("while True: pass")], agent_timeout_s=1.0)
    result = session.run("spin")
    assert (result.outcome, result.exit_code) == (Outcome.LIMIT, 6)
    assert "agent.run" in tree(result)


def test_a_loop_is_nudged_and_then_ended(make_session: MakeSession) -> None:
    session = make_session([code("print('same')")] * 6)
    result = session.run("go round")
    assert (result.outcome, result.exit_code, result.steps) == (Outcome.LOOP, 7, 4)
    assert "Do something else" in session.model.prompts[2][-1].content  # type: ignore[union-attr]


def test_model_errors_end_the_run_with_their_message(make_session: MakeSession) -> None:
    result = make_session([Reply(error="unreachable")]).run("hello")
    assert (result.outcome, result.exit_code) == (Outcome.MODEL_UNAVAILABLE, 5)
    assert "unreachable" in (result.error or "")
    assert tree(result)["llm.generate"] == "step 1"
    statuses = {span["name"]: span["status"].get("code") for span in spans(result)}
    assert statuses["llm.generate"] == statuses["agent.run"] == 2


def test_nobody_to_ask_ends_with_exit_4_and_the_way_out(repo: Path) -> None:
    model = ScriptedModel([code("run_cmd('pip install left-pad')"), code("final_answer('unreached')")])
    with Session(
        repo, settings=Settings(phoenix_enabled=False), approver=DenyAll(), policy=Policy.load(repo), model=model
    ) as session:
        result = session.run("install it")
    assert (result.outcome, result.exit_code) == (Outcome.DENIED, 4)
    assert "run_cmd needs an approval" in (result.error or "")
    assert len(model.prompts) == 1


def test_a_denied_command_never_runs(make_session: MakeSession, repo: Path) -> None:
    session = make_session([code("run_cmd('rm -rf / --no-preserve-root')"), code("final_answer('stopped')")])
    result = session.run("destroy")
    assert result.answer == "stopped"
    assert (repo / "main.py").exists()
    assert any(name.startswith("policy deny") for name in tree(result))
    audit = [json.loads(line) for line in (result.run_dir / "audit.jsonl").read_text().splitlines()]
    assert not [line for line in audit if line["kind"] == "intent"]


def test_interrupt_from_another_thread_keeps_the_session(make_session: MakeSession) -> None:
    session = make_session(
        [code("x = 5\nfinal_answer(x)"), code("import time\ntime.sleep(60)"), code("final_answer(x)")]
    )
    session.run("one")
    threading.Timer(0.7, session.interrupt).start()
    started = time.monotonic()
    result = session.run("two", reset=False)
    assert time.monotonic() - started < 30
    assert (result.outcome, result.exit_code) == (Outcome.INTERRUPTED, 130)
    assert session.run("three", reset=False).answer == 5


@pytest.mark.parametrize(
    ("number", "code_", "outcome"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_signals_leave_a_whole_record(repo: Path, tmp_path: Path, number: int, code_: int, outcome: str) -> None:
    script = tmp_path / "script.yaml"
    script.write_text("- |\n  ```python\n  print('up', flush=True)\n  import time; time.sleep(60)\n  ```\n")
    command = [
        sys.executable,
        "-m",
        "agent_runtime.run",
        "-C",
        str(repo),
        "-m",
        f"scripted:{script}",
        "-o",
        "stream-json",
        "x",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["type"] == "model_finished":
            break
    time.sleep(0.5)
    process.send_signal(number)
    rest = [json.loads(line) for line in process.stdout]
    process.stdout.close()
    assert process.wait(20) == code_
    assert rest[-1]["type"] == "run_finished"
    assert rest[-1]["outcome"] == outcome


def test_bad_input(make_session: MakeSession, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="task is empty"):
        make_session().run("  ")
    with pytest.raises(ConfigError, match="no folder"):
        Session(tmp_path / "none", settings=Settings(), approver=DenyAll(), policy=Policy.load(tmp_path))
