"""What was recorded comes back, in order and whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_runtime.errors import RecordsError
from agent_runtime.records.annotations import rate, rating, read_annotations
from agent_runtime.records.export import chat_example, fence, markdown
from agent_runtime.records.recordings import RecordedToolCall, load_recording, read_spans, summarize
from agent_runtime.records.statistics import ToolFigures, statistics
from agent_runtime.types import Outcome, Usage
from tests.records.conftest import MakeTelemetry
from tests.records.example import DIFF, SECOND_STEP, record


@pytest.fixture
def recorded(make: MakeTelemetry) -> Path:
    telemetry = make()
    record(telemetry)
    telemetry.close()
    return telemetry.run.path


def test_a_summary(recorded: Path) -> None:
    summary = summarize(recorded)
    assert (summary.outcome, summary.task, summary.steps, summary.tool_calls) == ("verified", "mend x.py", 2, 2)
    assert (summary.usage, summary.denied, summary.rating) == (Usage(250, 50, 180), ("apply_patch: no",), None)


def test_a_recording_has_what_a_replay_needs(recorded: Path) -> None:
    recording = load_recording(recorded)
    assert [step.number for step in recording.steps] == [1, 2]
    assert recording.replies == (f"apply_patch(diff={DIFF!r})", SECOND_STEP)
    assert [step.code for step in recording.steps] == list(recording.replies)
    assert [step.observation for step in recording.steps] == ["denied: no", "a\n"]
    patch, read = recording.tool_calls
    assert patch == RecordedToolCall(
        span_id=patch.span_id,
        call_id="c1",
        step=1,
        name="apply_patch",
        arguments={"diff": DIFF},
        value={"error": "denied", "recovery_suggestion": "ask"},
        error_type="ToolDenied",
        denied=True,
        verdict="ask",
        rule="patches",
        approval="rejected",
        sandbox=None,
        duration_ms=patch.duration_ms,
        approval_source="user",
        approval_comment="no",
    )
    assert (read.name, read.arguments, read.value, read.denied, read.verdict) == (
        "read_file",
        {"path": "x.py"},
        {"content": "a\n"},
        False,
        "allow",
    )
    call = recording.steps[1].model_calls[0]
    assert call.messages[2] == ("user", "denied: no")
    assert (call.usage, call.finish_reason, call.parameters, call.error) == (
        Usage(150, 30, 120),
        "stop",
        {"temperature": 0.1},
        None,
    )


def test_a_long_reply_comes_back_whole(make: MakeTelemetry) -> None:
    telemetry = make()
    reply = "print('ü')\n" * 10_000
    with telemetry.span("agent.run", "AGENT"), telemetry.span("llm.generate", "LLM") as span:
        span.set({"llm.output_messages.0.message.content": reply})
    telemetry.close()
    assert load_recording(telemetry.run.path).replies == (reply,)


def test_an_artifact_outside_the_run_is_not_read(make: MakeTelemetry, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("secret")
    telemetry = make()
    with telemetry.span("agent.run", "AGENT") as span:
        span.set({"input.value": "short", "agent_runtime.artifact.input.value.path": "../../outside"})
    telemetry.close()
    assert next(iter(read_spans(telemetry.run.path))).text("input.value") == "short"


def test_a_run_without_spans_is_no_recording(make: MakeTelemetry) -> None:
    telemetry = make()
    with pytest.raises(RecordsError, match="no ended span"):
        load_recording(telemetry.run.path)


def test_statistics(recorded: Path) -> None:
    total = statistics([recorded, recorded])
    assert (total.runs, total.model_calls, total.usage) == (2, 4, Usage(500, 100, 360))
    assert total.cache_rate == 0.72
    assert total.verdicts == {"ask": 2, "allow": 2}
    assert total.approvals == {"rejected": 2}
    patch = total.tools["apply_patch"]
    assert patch == ToolFigures(calls=2, errors=0, denied=2, total_ms=patch.total_ms)
    assert statistics([]).cache_rate == 0


def test_markdown(recorded: Path) -> None:
    text = markdown(recorded)
    assert text.startswith(f"# Run {recorded.name}\n\n```text\nmend x.py\n```")
    assert "- Outcome: verified" in text
    assert "**apply_patch** (policy ask by `patches`, rejected, denied," in text
    assert "## Refused\n\n- apply_patch: no" in text


def test_a_fence_cannot_be_closed_from_within() -> None:
    assert fence("a\n```\n````\nb", "text") == "`````text\na\n```\n````\nb\n`````"


def test_only_good_runs_teach(make: MakeTelemetry) -> None:
    telemetry = make()
    record(telemetry, Outcome.CLAIMED)
    telemetry.close()
    run = telemetry.run.path
    assert chat_example(run) is None
    rate(run, "good")
    example = chat_example(run)
    assert example is not None
    messages = json.loads(example)["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant", "user", "assistant"]
    assert messages[-1]["content"] == SECOND_STEP
    rate(run, "bad", note="password: " + "hun" + "ter22")
    assert rating(run) == "bad"
    assert chat_example(run) is None
    assert read_annotations(run)[-1]["explanation"] == "password: [redacted]"


def test_a_verified_run_that_was_rated_bad_does_not_teach(recorded: Path) -> None:
    assert chat_example(recorded) is not None
    rate(recorded, "bad")
    assert chat_example(recorded) is None
