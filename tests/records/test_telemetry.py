"""One correct tree in every ending."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from agent_runtime.records.recordings import RecordedSpan, read_open_spans, read_spans, summarize
from agent_runtime.records.recovery import recover, recover_all
from agent_runtime.records.runs import RunDirectory, is_held, list_runs
from agent_runtime.redact import Redactor
from tests.records.conftest import MakeTelemetry


def spans_of(run: Path) -> dict[str, RecordedSpan]:
    return {span.name: span for span in read_spans(run)}


def tree(run: Path) -> dict[str, str | None]:
    """Name of each span and of its parent."""
    spans = list(read_spans(run))
    names = {span.span_id: span.name for span in spans}
    return {span.name: names.get(span.parent_id or "") for span in spans}


def test_a_tree_of_one_trace(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT"), telemetry.span("step 1", "CHAIN") as step:
        with telemetry.span("llm.generate", "LLM") as model:
            model.event("first_token", {"n": 1})
        with (
            telemetry.span("read_file", "TOOL", attributes={"a": 1, "left_out": None}) as tool,
            telemetry.span("policy allow read_file", "GUARDRAIL"),
        ):
            tool.set(b=2.5, c=["x", "y"], d=True)
    telemetry.close()
    assert tree(telemetry.run.path) == {
        "llm.generate": "step 1",
        "policy allow read_file": "read_file",
        "read_file": "step 1",
        "step 1": "agent.run",
        "agent.run": None,
    }
    spans = spans_of(telemetry.run.path)
    assert {span.trace_id for span in spans.values()} == {telemetry.trace_id}
    assert {span.status for span in spans.values()} == {1}
    assert spans["read_file"].attributes == {
        "session.id": "s1",
        "agent_runtime.run_id": telemetry.run.run_id,
        "openinference.span.kind": "TOOL",
        "a": 1,
        "b": 2.5,
        "c": ["x", "y"],
        "d": True,
    }
    assert spans["llm.generate"].events[0]["name"] == "first_token"
    assert spans["llm.generate"].events[0]["attributes"] == {"n": 1}
    assert step.ended
    assert read_open_spans(telemetry.run.path) == []


class Interrupt(BaseException):
    pass


@pytest.mark.parametrize("error", [ValueError("bad value"), KeyboardInterrupt(), SystemExit(3), Interrupt("x")])
@pytest.mark.parametrize("where", ["llm.generate", "tool", "approval", "step 1"])
def test_an_error_closes_every_span_and_goes_on(make: MakeTelemetry, error: BaseException, where: str) -> None:
    telemetry = make()

    def work() -> None:
        with telemetry.span("agent.run", "AGENT"), telemetry.span("step 1", "CHAIN"):
            if where == "step 1":
                raise error
            with telemetry.span("tool" if where == "approval" else where, "TOOL"):
                if where == "approval":
                    with telemetry.span("approval", "GUARDRAIL"):
                        raise error
                raise error

    with pytest.raises(type(error)):
        work()
    telemetry.close()
    spans = spans_of(telemetry.run.path)
    assert where in spans
    assert set(spans) >= {"agent.run", "step 1"}
    for span in spans.values():
        assert span.failed
        assert span.attributes["error.type"] == type(error).__name__
        assert span.events[-1]["name"] == "exception"
    assert read_open_spans(telemetry.run.path) == []


def test_children_left_open_are_closed_before_their_parent(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT"):
        step = telemetry.span("step 1", "CHAIN")
        tool = telemetry.span("tool", "TOOL")
        step.end()
        assert tool.ended
        tool.set(late=1)
        tool.end()
        step.end()
    telemetry.close()
    spans = list(read_spans(telemetry.run.path))
    assert [span.name for span in spans] == ["tool", "step 1", "agent.run"]
    assert spans[0].attributes["error.type"] == "LeftOpen"
    assert "late" not in spans[0].attributes
    assert [span.failed for span in spans] == [True, False, False]


def test_close_ends_what_is_open_and_may_be_called_again(make: MakeTelemetry) -> None:
    telemetry = make()
    telemetry.span("agent.run", "AGENT")
    telemetry.span("step 1", "CHAIN")
    assert is_held(telemetry.run.path)
    telemetry.close()
    telemetry.close()
    assert [span.name for span in read_spans(telemetry.run.path)] == ["step 1", "agent.run"]
    assert not is_held(telemetry.run.path)
    assert recover_all(telemetry.run.path.parent) == []


def test_another_thread_hangs_under_the_root_or_the_parent_it_is_given(make: MakeTelemetry) -> None:
    telemetry = make()

    def work(parent_given: bool) -> None:
        parent = step if parent_given else None
        with (
            telemetry.span(f"tool {parent_given}", "TOOL", parent=parent),
            telemetry.span(f"inner {parent_given}", "CHAIN"),
        ):
            pass

    with telemetry.span("agent.run", "AGENT"), telemetry.span("step 1", "CHAIN") as step:
        for given in (True, False):
            thread = threading.Thread(target=work, args=(given,))
            thread.start()
            thread.join()
    telemetry.close()
    parents = tree(telemetry.run.path)
    assert parents["tool True"] == "step 1"
    assert parents["inner True"] == "tool True"
    assert parents["tool False"] == "agent.run"


def test_many_threads_lose_nothing(make: MakeTelemetry) -> None:
    telemetry = make()
    root = telemetry.span("agent.run", "AGENT")

    def work() -> None:
        for _ in range(50):
            with telemetry.span("tool", "TOOL", parent=root):
                telemetry.run.audit.append("intent", tool="x")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    root.end()
    telemetry.close()
    assert sum(1 for _ in read_spans(telemetry.run.path)) == 301


def test_a_clock_that_goes_backwards_leaves_durations_whole(
    make: MakeTelemetry, monkeypatch: pytest.MonkeyPatch
) -> None:
    telemetry = make()
    root = telemetry.span("agent.run", "AGENT")
    earlier = time.time() - 3600
    monkeypatch.setattr(time, "time", lambda: earlier)
    monkeypatch.setattr(time, "time_ns", lambda: int(earlier * 1e9))
    with telemetry.span("step 1", "CHAIN"):
        pass
    root.end()
    telemetry.close()
    spans = spans_of(telemetry.run.path)
    assert all(span.end_ns is not None and span.end_ns >= span.start_ns for span in spans.values())
    assert spans["step 1"].start_ns >= spans["agent.run"].start_ns


def test_attributes_have_no_limit(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT") as span:
        span.set({f"key.{index}": index for index in range(1000)})
    telemetry.close()
    attributes = spans_of(telemetry.run.path)["agent.run"].attributes
    assert [attributes[f"key.{index}"] for index in range(1000)] == list(range(1000))


@pytest.mark.parametrize("char", ["x", "ü", "🦎"])
def test_a_long_value_is_cut_in_the_span_and_kept_whole(make: MakeTelemetry, char: str) -> None:
    telemetry = make()
    value = "".join(f"{index}{char}\n" for index in range(20_000))
    with telemetry.span("tool", "TOOL") as span:
        span.set({"output.value": value})
    telemetry.close()
    recorded = spans_of(telemetry.run.path)["tool"]
    kept = recorded.attributes["output.value"]
    assert len(kept.encode()) < 33 << 10
    assert kept.startswith("0")
    assert kept.endswith(f"19999{char}\n")
    assert recorded.text("output.value") == value
    assert recorded.attributes["agent_runtime.artifact.output.value.bytes"] == len(value.encode())
    path = telemetry.run.path / recorded.attributes["agent_runtime.artifact.output.value.path"]
    assert path.stem == recorded.attributes["agent_runtime.artifact.output.value.sha256"][:16]


def test_secrets_leave_no_trace_in_any_file(make: MakeTelemetry) -> None:
    hidden = "s3cr3t" + "-value-9931"
    token = "ghp_" + "aB3d" * 9
    telemetry = make(redactor=Redactor({hidden: "MY_SECRET"}))
    with telemetry.span("agent.run", "AGENT", attributes={"input.value": f"use {hidden}"}) as span:
        span.event("note", {"text": f"{token}"})
        span.set({"output.value": (f"{hidden} " * 10_000)})
        span.annotate("approval", "rejected", explanation=f"shows {hidden}")
        telemetry.run.audit.append("intent", arguments={"password": "abc" + "12345", "text": token})
        telemetry.run.artifact(f"again {hidden}")
        telemetry.run.write_metadata({"task": f"{hidden}"})
        span.fail(ValueError(f"bad {token}"))
    telemetry.close()
    content = "".join(path.read_text() for path in telemetry.run.path.rglob("*") if path.is_file())
    assert hidden not in content
    assert token not in content
    assert "abc12345" not in content
    assert "[redacted:MY_SECRET]" in content


def test_values_that_json_and_utf8_find_hard(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("odd \ud800 name", "TOOL") as span:
        span.set({"lone": "a\ud800b", "big": 2**70, "nan": float("nan"), "inf": float("-inf"), "nul": "\0\x1b[31m"})
        span.fail("message with \ud800")
    telemetry.close()
    recorded = next(iter(read_spans(telemetry.run.path)))
    assert recorded.attributes["lone"] == "a\\ud800b"
    assert recorded.attributes["big"] == str(2**70)
    assert recorded.attributes["nan"] != recorded.attributes["nan"]
    assert recorded.attributes["inf"] == float("-inf")
    assert recorded.attributes["nul"] == "\0\x1b[31m"


def test_the_sdks_environment_switches_nothing_off(make: MakeTelemetry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    monkeypatch.setenv("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1")
    telemetry = make()
    with telemetry.span("agent.run", "AGENT") as span:
        span.set(a=1, b=2)
    telemetry.close()
    assert spans_of(telemetry.run.path)["agent.run"].attributes["b"] == 2


CHILD = """
    import os, signal, sys, time
    from pathlib import Path
    from agent_runtime.records.runs import RunDirectory
    from agent_runtime.records.telemetry import Telemetry
    from agent_runtime.redact import Redactor

    run = RunDirectory.create(Path(sys.argv[1]))
    telemetry = Telemetry(run, session_id="shared", project="p", redactor=Redactor())
    {before}
    with telemetry.span("agent.run", "AGENT", attributes={{"input.value": "the task"}}):
        with telemetry.span("llm.generate", "LLM"):
            pass
        with telemetry.span("step 1", "CHAIN", attributes={{"agent_runtime.step": 1}}):
            with telemetry.span("run_command", "TOOL"):
                run.audit.append("intent", tool="run_command")
                print("ready", flush=True)
                time.sleep(60)
"""


def start_child(root: Path, before: str = "pass") -> subprocess.Popen[str]:
    code = textwrap.dedent(CHILD).format(before=before)
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def finish(child: subprocess.Popen[str], number: int) -> None:
    child.send_signal(number)
    child.wait(20)
    assert child.stdout is not None
    child.stdout.close()


def test_a_killed_process_is_recovered(tmp_path: Path) -> None:
    child = start_child(tmp_path)
    (run,) = list_runs(tmp_path)
    assert is_held(run)
    assert recover(run) is None, "a living run is left alone"
    assert summarize(run).outcome == "running"
    assert {span.name for span in read_open_spans(run)} == {"agent.run", "step 1", "run_command"}
    finish(child, signal.SIGKILL)
    assert summarize(run).outcome == "unfinished"
    with (run / "trace.jsonl").open("ab") as file:
        file.write(b'{"resourceSpans":[{"resou')

    assert recover_all(tmp_path) == [run]

    spans = list(read_spans(run))
    assert [span.name for span in spans] == ["llm.generate", "run_command", "step 1", "agent.run"]
    assert len({span.trace_id for span in spans}) == 1
    assert tree(run)["run_command"] == "step 1"
    for span in spans[1:]:
        assert span.failed
        assert span.attributes["error.type"] == "ProcessDied"
        assert span.end_ns is not None
        assert span.end_ns >= span.start_ns
    assert spans[-1].attributes["input.value"] == "the task"
    summary = summarize(run)
    assert (summary.outcome, summary.steps, summary.tool_calls, summary.trace_id) == ("error", 1, 1, spans[0].trace_id)
    assert recover_all(tmp_path) == [], "once is enough"


@pytest.mark.parametrize(
    ("number", "before", "error_type"),
    [
        (signal.SIGINT, "signal.signal(signal.SIGINT, signal.default_int_handler)", "KeyboardInterrupt"),
        (signal.SIGTERM, "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))", "SystemExit"),
    ],
)
def test_a_signal_that_unwinds_closes_the_tree(tmp_path: Path, number: int, before: str, error_type: str) -> None:
    finish(start_child(tmp_path, before), number)
    (run,) = list_runs(tmp_path)
    spans = list(read_spans(run))
    assert [span.name for span in spans] == ["llm.generate", "run_command", "step 1", "agent.run"]
    assert [span.attributes.get("error.type") for span in spans] == [None, error_type, error_type, error_type]


def test_two_processes_in_one_session(tmp_path: Path) -> None:
    children = [start_child(tmp_path), start_child(tmp_path)]
    runs = list_runs(tmp_path)
    assert len(runs) == 2
    for child in children:
        finish(child, signal.SIGKILL)
    assert sorted(recover_all(tmp_path)) == runs
    roots = [span for run in runs for span in read_spans(run) if span.parent_id is None]
    assert {span.attributes["session.id"] for span in roots} == {"shared"}
    assert len({span.trace_id for span in roots}) == 2


def test_a_full_disk_is_said_once_and_loses_nothing(tmp_path: Path) -> None:
    """The disk is full in mid-line, then has room again."""
    code = """
        import json, resource, sys
        from pathlib import Path
        from agent_runtime.records.runs import RunDirectory, verify_audit
        from agent_runtime.records.telemetry import Telemetry
        from agent_runtime.redact import Redactor

        notices = []
        run = RunDirectory.create(Path(sys.argv[1]), on_notice=notices.append)
        telemetry = Telemetry(run, session_id="s", project="p", redactor=Redactor(), on_notice=notices.append)
        with telemetry.span("agent.run", "AGENT"):
            for index in range(60):
                if index == 20:
                    size = (run.path / "trace.jsonl").stat().st_size
                    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700, resource.RLIM_INFINITY))
                if index == 40:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                with telemetry.span(f"tool {index}", "TOOL", attributes={"output.value": "x" * 300}):
                    run.audit.append("intent", number=index, text="y" * 300)
        telemetry.close()
        run.write_result({"outcome": "answered"})
        problems = verify_audit(run.path / "audit.jsonl")
        print(json.dumps({"notices": notices, "problems": problems, "path": str(run.path)}))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout)
    names = [span.name for span in read_spans(Path(report["path"]))]
    assert names == [*(f"tool {index}" for index in range(60)), "agent.run"]
    assert len(report["notices"]) == 1
    assert "cannot be written" in report["notices"][0]
    assert report["problems"] == []


def test_an_unwritable_directory_is_said_once_and_the_run_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no directory")
    notices: list[str] = []
    run = RunDirectory.create(blocked / "runs", on_notice=notices.append)
    assert run.path.is_dir()
    assert len(notices) == 1
    assert str(run.path) in notices[0]
    run.close()


def test_a_run_directory_that_vanishes_does_not_stop_the_run(make: MakeTelemetry, notices: list[str]) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT") as span:
        for path in sorted(telemetry.run.path.rglob("*"), reverse=True):
            path.unlink()
        telemetry.run.path.rmdir()
        assert telemetry.run.artifact("text") == ""
        telemetry.run.write_metadata({"a": 1})
        span.set({"output.value": "x" * 100_000})
        telemetry.run.audit.append("intent", tool="x")
    telemetry.close()
    assert len(notices) == 1


def test_open_files_are_private(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT"):
        telemetry.run.audit.append("intent", tool="x")
        telemetry.run.artifact("text")
    telemetry.close()
    telemetry.run.write_result({"outcome": "answered"})
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in telemetry.run.path.rglob("*")}
    assert {mode for name, mode in modes.items() if name != "artifacts"} == {"0o600"}
    assert modes["artifacts"] == "0o700"
    assert oct(telemetry.run.path.stat().st_mode & 0o777) == "0o700"
    assert os.path.basename(telemetry.run.path) == telemetry.run.run_id  # noqa: PTH119
