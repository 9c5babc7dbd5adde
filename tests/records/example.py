"""A small run with everything in it, as a session would record it."""

from __future__ import annotations

from agent_runtime.records import attributes as of
from agent_runtime.records.runs import result_data
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.types import Approval, Decision, JsonValue, Observation, Outcome, RunResult, Usage

DIFF = "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"
SECOND_STEP = "print(read_file(path='x.py'))\nfinal_answer('done \x1b[2J')"


def record(telemetry: Telemetry, outcome: Outcome = Outcome.VERIFIED) -> None:
    """Two steps: a patch that the user rejects, a read that succeeds."""
    run = telemetry.run
    run.write_metadata({"task": "mend x.py", "model": "m", "git_head": "ab" * 20, "policy_digest": "cd" * 32})
    start = of.run_attributes(task="mend x.py", workspace="/w", model="m", mode="ask", tags=["test"])
    with telemetry.span("agent.run", "AGENT", attributes=start) as root:
        code = f"apply_patch(diff={DIFF!r})"
        with telemetry.span("step 1", "CHAIN", attributes=of.step_attributes(1)) as step:
            _model(telemetry, [{"role": "user", "content": "mend x.py"}], code, Usage(100, 20, 60))
            step.set(of.step_attributes(1, code=code))
            _patch(telemetry)
            step.set(of.step_attributes(1, observation="denied: no"))
        with telemetry.span("step 2", "CHAIN", attributes=of.step_attributes(2, code=SECOND_STEP)) as step:
            history = [
                {"role": "user", "content": "mend x.py"},
                {"role": "assistant", "content": code},
                {"role": "user", "content": "denied: no"},
            ]
            _model(telemetry, history, SECOND_STEP, Usage(150, 30, 120))
            _read(telemetry)
            step.set(of.step_attributes(2, observation="a\n"))
        root.set(of.run_result_attributes(outcome=outcome, answer="done \x1b[2J", steps=2, tool_calls=2))
    run.write_result(
        result_data(
            RunResult(
                run.run_id, run.path, outcome, "done \x1b[2J", 2, 1.25, Usage(250, 50, 180), "m", 2,
                ("apply_patch: no",), None, telemetry.trace_id,
            )
        )
    )  # fmt: skip


def _model(telemetry: Telemetry, messages: list[dict[str, str]], reply: str, usage: Usage) -> None:
    asked = of.llm_attributes(model="m", provider="xllamacpp", parameters={"temperature": 0.1}, messages=messages)
    with telemetry.span("llm.generate", "LLM", attributes=asked) as span:
        span.event("first_token")
        span.set(of.llm_attributes(output=reply, usage=usage, finish_reason="stop", first_token_ms=12.5))


def _patch(telemetry: Telemetry) -> None:
    opened = of.tool_attributes(name="apply_patch", arguments={"diff": DIFF}, call_id="c1", diff=DIFF)
    with telemetry.span("apply_patch", "TOOL", attributes=opened) as tool:
        decision = Decision("ask", "patches", "patches are asked", source="policy.toml:3")
        judged = of.decision_attributes(decision, mode="ask", policy_digest="cd" * 32)
        telemetry.span("policy ask apply_patch", "GUARDRAIL", attributes=judged).end()
        with telemetry.span("approval apply_patch", "GUARDRAIL") as question:
            approval = Approval(False, "user", comment="no", waiting_ms=900)
            question.set(of.approval_attributes(approval, mode="ask"))
            question.rename(f"approval {of.approval_label(approval)} apply_patch")
            question.annotate("approval", of.approval_label(approval), explanation=approval.comment)
        answer = Observation("c1", {"error": "denied", "recovery_suggestion": "ask"}, "ToolDenied", denied=True)
        tool.set(of.tool_result_attributes(answer, waiting_ms=900))
        tool.fail("denied: no", error_type="ToolDenied")


def _read(telemetry: Telemetry) -> None:
    opened = of.tool_attributes(name="read_file", arguments={"path": "x.py"}, call_id="c2")
    with telemetry.span("read_file", "TOOL", attributes=opened) as tool:
        judged = of.decision_attributes(Decision("allow", "reads", "fine"), mode="ask", policy_digest="cd" * 32)
        telemetry.span("policy allow read_file", "GUARDRAIL", attributes=judged).end()
        cost: dict[str, JsonValue] = {"exit_code": 0, "duration_s": 0.01, "peak_memory_mb": 1.0}
        ran = of.execution_attributes(cost, profile="read", backend="bubblewrap")
        telemetry.span("tool.execution", "CHAIN", attributes=ran).end()
        tool.set(of.tool_result_attributes(Observation("c2", {"content": "a\n"}), execution_ms=1.5))
