"""Everything arrives, once, whatever the collector does; nothing waits for it."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from agent_runtime.config import Settings
from agent_runtime.records import forwarder, otlp
from agent_runtime.records.annotations import rate
from agent_runtime.records.endpoint import Endpoint, EndpointDown, EndpointOptions, parse_headers
from agent_runtime.records.forwarder import UNSENT, Delivery, Progress, pending_runs, push, push_pending
from agent_runtime.records.recordings import read_spans
from agent_runtime.records.recovery import recover_all
from tests.records.collector import Collector, Mode
from tests.records.conftest import MakeTelemetry


def ids(run: Path) -> set[str]:
    return {span.span_id for span in read_spans(run)}


def work(telemetry: object, count: int = 5) -> None:
    with telemetry.span("agent.run", "AGENT"):  # type: ignore[attr-defined]
        for index in range(count):
            telemetry.span(f"tool {index}", "TOOL").end()  # type: ignore[attr-defined]


def wait_until(condition: object, timeout_s: float = 20) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_spans_arrive_while_the_run_goes_on_and_once(make: MakeTelemetry, collector: Collector) -> None:
    telemetry = make(collector.url)
    root = telemetry.span("agent.run", "AGENT")
    telemetry.span("step 1", "CHAIN").end()
    collector.wait_for(1)
    root.end()
    telemetry.close(5)
    assert set(collector.spans) == ids(telemetry.run.path)
    assert set(collector.copies.values()) == {1}
    assert not (telemetry.run.path / UNSENT).exists()
    sent = collector.spans[root.span_id]
    assert (sent.name, sent.trace_id.hex(), sent.parent_span_id) == ("agent.run", telemetry.trace_id, b"")
    assert collector.resources[0]["openinference.project.name"] == "tests"
    assert collector.resources[0]["service.name"] == "agent-runtime"
    assert collector.headers[0]["content-type"] == "application/x-protobuf"


@pytest.mark.parametrize("mode", ["hang", 503, 404, 401, 429])
def test_a_bad_collector_costs_nothing_and_the_next_start_sends_the_rest(
    make: MakeTelemetry, collector: Collector, notices: list[str], mode: Mode
) -> None:
    collector.mode = mode
    telemetry = make(collector.url)
    work(telemetry)
    if mode != "hang":
        wait_until(lambda: notices)
    telemetry.close(0.3)
    assert collector.spans == {}
    assert (telemetry.run.path / UNSENT).exists()
    assert pending_runs(telemetry.run.path.parent) == [telemetry.run.path]
    if mode != "hang":
        assert len(notices) == 1
        assert str(mode) in notices[0]

    collector.released.set()
    assert telemetry._forwarder is not None
    telemetry._forwarder._thread.join(20)  # where a run has ended, its process has
    collector.mode = "ok"
    endpoint = Endpoint(collector.url, project="tests")
    assert push_pending(endpoint, root=telemetry.run.path.parent) == 1
    endpoint.close()
    assert set(collector.spans) == ids(telemetry.run.path)
    assert pending_runs(telemetry.run.path.parent) == []


def test_no_collector_is_said_once_over_many_runs_and_its_return_once(
    make: MakeTelemetry, notices: list[str], collector: Collector
) -> None:
    collector.stop()
    endpoint = Endpoint(collector.url, project="tests", on_notice=notices.append)
    for _ in range(3):
        telemetry = make(endpoint)
        work(telemetry, 1)
        wait_until(lambda: endpoint.up is False)
        telemetry.close()
    assert len(notices) == 1
    assert "not there" in notices[0]
    collector.start()
    telemetry = make(endpoint)
    work(telemetry, 1)
    collector.wait_for(2)
    telemetry.close()
    assert len(notices) == 2
    assert "answers again" in notices[1]


def test_a_collector_that_dies_in_mid_run_gets_everything(make: MakeTelemetry, phoenix_like: Collector) -> None:
    """It had answered 200 for spans that it lost with its life."""
    telemetry = make(phoenix_like.url)
    root = telemetry.span("agent.run", "AGENT")
    for index in range(50):
        telemetry.span(f"before {index}", "TOOL").end()
    phoenix_like.wait_for(50)
    phoenix_like.volatile = True
    for index in range(50):
        telemetry.span(f"lost {index}", "TOOL").end()
    wait_until(lambda: len(phoenix_like.copies) == 100)
    phoenix_like.stop()
    for index in range(50):
        telemetry.span(f"while away {index}", "TOOL").end()
    wait_until(lambda: telemetry.endpoint is not None and telemetry.endpoint.up is False)
    phoenix_like.volatile = False
    phoenix_like.start()
    phoenix_like.wait_for(150)
    root.end()
    phoenix_like.wait_for(151)
    telemetry.close(5)
    assert set(phoenix_like.spans) == ids(telemetry.run.path)
    assert len(phoenix_like.spans) == 151


def test_a_batch_that_is_lost_unnoticed_is_sent_again(
    make: MakeTelemetry, phoenix_like: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed and back so soon that no request failed."""
    monkeypatch.setattr(forwarder, "GAP_AFTER_S", 0.2)
    telemetry = make(phoenix_like.url)
    root = telemetry.span("agent.run", "AGENT")
    telemetry.span("stored", "TOOL").end()
    phoenix_like.wait_for(1)
    phoenix_like.volatile = True
    telemetry.span("lost", "TOOL").end()
    wait_until(lambda: len(phoenix_like.copies) == 2)
    phoenix_like.volatile = False
    telemetry.span("stored too", "TOOL").end()
    phoenix_like.wait_for(3)
    root.end()
    telemetry.close(5)
    assert set(phoenix_like.spans) == ids(telemetry.run.path)


def test_a_span_that_phoenix_never_shows_holds_up_nothing_for_ever(
    make: MakeTelemetry, phoenix_like: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarder, "CONFIRM_WITHIN_S", 0.2)
    telemetry = make()
    work(telemetry)
    telemetry.close()
    phoenix_like.volatile = True
    endpoint = Endpoint(phoenix_like.url, project="tests")
    push(telemetry.run.path, endpoint, deadline_s=20)
    endpoint.close()
    assert set(phoenix_like.copies.values()) == {1 + forwarder.MAX_REPEATS}
    assert not (telemetry.run.path / UNSENT).exists()


def test_a_phoenix_that_dies_after_the_run_gets_the_rest_at_the_next_start(
    make: MakeTelemetry, phoenix_like: Collector
) -> None:
    phoenix_like.volatile = True
    telemetry = make(phoenix_like.url)
    work(telemetry)
    telemetry.close(0.5)
    assert len(phoenix_like.copies) > 0
    phoenix_like.volatile = False
    endpoint = Endpoint(phoenix_like.url, project="tests")
    assert push_pending(endpoint, root=telemetry.run.path.parent) == 1
    endpoint.close()
    assert set(phoenix_like.spans) == ids(telemetry.run.path)


def test_spans_that_are_refused_hold_up_no_others(make: MakeTelemetry, collector: Collector) -> None:
    collector.mode = "refuse-poison"
    telemetry = make()
    with telemetry.span("agent.run", "AGENT"):
        for index in range(20):
            telemetry.span("poison" if index == 7 else f"tool {index}", "TOOL").end()
    telemetry.close()
    endpoint = Endpoint(collector.url, project="tests")
    assert push(telemetry.run.path, endpoint) == 20
    endpoint.close()
    assert len(collector.spans) == 20


def test_json_that_is_no_otlp_holds_up_no_others(make: MakeTelemetry, collector: Collector) -> None:
    telemetry = make()
    work(telemetry)
    telemetry.close()
    with (telemetry.run.path / "trace.jsonl").open("ab") as file:
        for span in ({"name": "no ids"}, {"traceId": "xx", "spanId": "yy", "name": 1}, {"traceId": None}):
            line = {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}
            file.write(json.dumps(line).encode() + b"\n")
    endpoint = Endpoint(collector.url, project="tests")
    assert push(telemetry.run.path, endpoint) == 6
    endpoint.close()
    assert set(collector.spans) == ids_with_own_lines(telemetry.run.path)


def ids_with_own_lines(run: Path) -> set[str]:
    lines = (run / "trace.jsonl").read_text().splitlines()[:6]
    return {otlp.spans_of(json.loads(line))[0]["spanId"] for line in lines}


def test_a_batch_that_is_taken_in_part_is_said(make: MakeTelemetry, collector: Collector, notices: list[str]) -> None:
    collector.mode = "partial"
    telemetry = make(collector.url)
    work(telemetry)
    telemetry.close(5)
    assert "too old" in notices[0]


def test_sending_again_sends_the_same_ids(make: MakeTelemetry, phoenix_like: Collector) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT") as root:
        root.annotate("approval", "rejected", explanation="no")
    telemetry.close()
    endpoint = Endpoint(phoenix_like.url, project="tests")
    for _ in range(3):
        assert push(telemetry.run.path, endpoint) == 1
    endpoint.close()
    assert phoenix_like.copies == {root.span_id: 3}
    assert list(phoenix_like.annotations) == [(root.span_id, "approval", "agent-runtime")]
    (sent,) = phoenix_like.annotations.values()
    assert sent["result"] == {"label": "rejected", "explanation": "no"}
    assert sent["annotator_kind"] == "HUMAN"


def test_a_label_on_an_open_span_waits_for_it(make: MakeTelemetry, phoenix_like: Collector) -> None:
    telemetry = make(phoenix_like.url)
    with telemetry.span("agent.run", "AGENT") as root:
        telemetry.span("step 1", "CHAIN").end()
        root.annotate("approval", "rejected")
        wait_until(lambda: any("span_annotations" in path for path in phoenix_like.paths))
        assert phoenix_like.annotations == {}
    telemetry.close(5)
    assert [key[:2] for key in phoenix_like.annotations] == [(root.span_id, "approval")]
    assert not (telemetry.run.path / UNSENT).exists()


def test_a_verdict_given_later_is_sent(make: MakeTelemetry, phoenix_like: Collector) -> None:
    telemetry = make(phoenix_like.url)
    work(telemetry, 1)
    telemetry.close(5)
    run = telemetry.run.path
    rate(run, "good", note="fine")
    Progress().write(run)
    endpoint = Endpoint(phoenix_like.url, project="tests")
    assert push_pending(endpoint, root=run.parent) == 1
    endpoint.close()
    assert [item["result"]["label"] for item in phoenix_like.annotations.values()] == ["good"]


def test_a_plain_collector_gets_no_annotations(make: MakeTelemetry, collector: Collector) -> None:
    telemetry = make(collector.url)
    with telemetry.span("agent.run", "AGENT") as root:
        root.annotate("approval", "approved")
    telemetry.close(5)
    assert set(collector.paths) == {"/v1/traces"}


def test_an_annotation_of_a_span_that_phoenix_has_deleted_holds_up_nothing(
    make: MakeTelemetry, phoenix_like: Collector
) -> None:
    telemetry = make()
    with telemetry.span("agent.run", "AGENT") as root:
        root.annotate("approval", "approved")
    telemetry.close()
    endpoint = Endpoint(phoenix_like.url, project="tests")
    push(telemetry.run.path, endpoint)
    phoenix_like.spans.clear()
    phoenix_like.annotations.clear()
    delivery = Delivery(
        telemetry.run.path, endpoint, Progress(confirmed=(telemetry.run.path / "trace.jsonl").stat().st_size)
    )
    delivery.pump()
    endpoint.close()
    assert delivery.progress.refused == 1
    assert delivery.done


def test_a_torn_last_line_is_not_waited_for(make: MakeTelemetry, collector: Collector) -> None:
    telemetry = make()
    work(telemetry)
    telemetry.close()
    with (telemetry.run.path / "trace.jsonl").open("ab") as file:
        file.write(b'{"resourceSpans"')
    endpoint = Endpoint(collector.url, project="tests")
    assert push(telemetry.run.path, endpoint) == 6
    endpoint.close()
    assert not (telemetry.run.path / UNSENT).exists()


def test_a_killed_run_is_closed_and_sent_by_the_next_start(tmp_path: Path, collector: Collector) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from agent_runtime.records.runs import RunDirectory
        from agent_runtime.records.telemetry import Telemetry
        from agent_runtime.redact import Redactor
        run = RunDirectory.create(Path(sys.argv[1]))
        telemetry = Telemetry(run, session_id="s", project="p", redactor=Redactor(), endpoint="http://127.0.0.1:9/v1/traces")
        with telemetry.span("agent.run", "AGENT"), telemetry.span("tool", "TOOL"):
            os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], check=False)
    assert len(recover_all(tmp_path)) == 1
    endpoint = Endpoint(collector.url, project="p")
    assert push_pending(endpoint, root=tmp_path) == 1
    endpoint.close()
    assert {span.name for span in collector.spans.values()} == {"agent.run", "tool"}
    assert {span.status.code for span in collector.spans.values()} == {2}


def test_offline_sends_to_this_machine_only() -> None:
    far = Endpoint("https://collector.example.com/v1/traces", project="p", offline=True)
    with pytest.raises(EndpointDown, match="AGENT_OFFLINE"):
        far.post_spans(b"")
    assert Endpoint("http://127.0.0.1:1/v1/traces", project="p", offline=True).blocked == ""


def settings(**values: object) -> Settings:
    return Settings(**values)  # type: ignore[arg-type]


def test_the_collector_of_the_settings() -> None:
    default = {"phoenix_endpoint": "default"}
    assert Endpoint.from_settings(settings(phoenix_enabled=False), {}) is None
    endpoint = Endpoint.from_settings(settings(), {}, origins=default)
    assert endpoint is not None
    assert endpoint.url == "http://localhost:6006/v1/traces"
    assert endpoint.trace_url("ab") == "http://localhost:6006/redirects/traces/ab"
    environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318/"}
    endpoint = Endpoint.from_settings(settings(), environ, origins=default)
    assert endpoint is not None
    assert endpoint.url == "http://127.0.0.1:4318/v1/traces"
    environ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://127.0.0.1:4318/own"
    endpoint = Endpoint.from_settings(settings(), environ, origins=default)
    assert endpoint is not None
    assert endpoint.url == "http://127.0.0.1:4318/own"
    endpoint = Endpoint.from_settings(settings(), environ, origins={"phoenix_endpoint": "flag"})
    assert endpoint is not None
    assert endpoint.url == "http://localhost:6006/v1/traces"
    endpoint = Endpoint.from_settings(settings(phoenix_api_key="k"), {})
    assert endpoint is not None
    assert endpoint.options.headers == {"authorization": "Bearer k"}


def test_a_workspace_does_not_choose_who_reads_the_traces() -> None:
    notices: list[str] = []
    far = settings(phoenix_endpoint="https://collector.example.com/v1/traces")
    origins = {"phoenix_endpoint": "/project/.env"}
    assert Endpoint.from_settings(far, {}, origins=origins, on_notice=notices.append) is None
    assert "collector.example.com" in notices[0]
    assert Endpoint.from_settings(far, {}, origins={"phoenix_endpoint": "environment"}) is not None


def test_options_of_the_otel_environment() -> None:
    environ = {
        "OTEL_EXPORTER_OTLP_HEADERS": "a=1, B=two%20words,broken,=x",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
        "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "none",
        "OTEL_EXPORTER_OTLP_CERTIFICATE": "/ca.pem",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "nonsense",
    }
    options = EndpointOptions.from_environment(environ, url="https://example.com/v1/traces")
    assert options == EndpointOptions({"a": "1", "b": "two words"}, "/ca.pem", None, None, False, 10.0)
    assert EndpointOptions.from_environment({}, url="https://example.com").compress
    assert not EndpointOptions.from_environment({}, url="http://localhost:6006").compress
    assert parse_headers("") == {}


def test_headers_and_gzip_reach_the_collector(make: MakeTelemetry, collector: Collector) -> None:
    options = EndpointOptions(headers={"x-team": "blue"}, compress=True)
    telemetry = make(Endpoint(collector.url, project="tests", options=options))
    work(telemetry)
    telemetry.close(5)
    assert len(collector.spans) == 6
    assert collector.headers[0]["x-team"] == "blue"
    assert collector.headers[0]["content-encoding"] == "gzip"


def test_backing_off_ends_at_a_minute() -> None:
    endpoint = Endpoint("http://127.0.0.1:1/v1/traces", project="p")
    pauses = [endpoint.lost(EndpointDown("away")) for _ in range(12)]
    assert pauses[:4] == [0.5, 1, 2, 4]
    assert all(later >= earlier for earlier, later in itertools.pairwise(pauses))
    assert pauses[-1] == 60
    assert endpoint.lost(EndpointDown("busy", retry_after_s=3600)) == 60


@pytest.mark.parametrize(("origin", "first"), [("default", []), ("environment", ["It is away."])])
def test_only_who_asked_for_a_collector_hears_that_it_is_away(origin: str, first: list[str]) -> None:
    notices: list[str] = []
    endpoint = Endpoint.from_settings(settings(), {}, origins={"phoenix_endpoint": origin}, on_notice=notices.append)
    assert endpoint is not None
    endpoint.lost(EndpointDown("It is away."))
    assert [notice.split(" The trace")[0] for notice in notices] == first
    endpoint.reached()
    endpoint.lost(EndpointDown("It is away."))
    assert len(notices) == len(first) + 2


def test_a_process_with_a_hanging_collector_ends_by_itself(tmp_path: Path, collector: Collector) -> None:
    collector.mode = "hang"
    code = """
        import sys
        from pathlib import Path
        from agent_runtime.records.runs import RunDirectory
        from agent_runtime.records.telemetry import Telemetry
        from agent_runtime.redact import Redactor
        run = RunDirectory.create(Path(sys.argv[1]))
        telemetry = Telemetry(run, session_id="s", project="p", redactor=Redactor(), endpoint=sys.argv[2])
        telemetry.span("agent.run", "AGENT").end()
        telemetry.close(0.5)
        print("ended")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path), collector.url],
        capture_output=True, text=True, check=False, timeout=20, env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "ended\n", "")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 signed by itself, and its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_a_certificate_of_ones_own(make: MakeTelemetry, certificate: Path) -> None:
    """Spans go over TLS where the certificate is the one that was named, and nowhere else."""
    collector = Collector(certificate=certificate)
    try:
        named = EndpointOptions.from_environment(
            {"OTEL_EXPORTER_OTLP_CERTIFICATE": str(certificate / "cert.pem")}, url=collector.url
        )
        endpoint = Endpoint(collector.url, project="tests", options=named)
        telemetry = make(endpoint)
        with telemetry.span("agent.run", "AGENT"):
            pass
        telemetry.close(5)
        collector.wait_for(1)
        unnamed = Endpoint(collector.url, project="tests")
        with pytest.raises(EndpointDown, match="certificate"):
            unnamed.post_spans(b"")
        missing = Endpoint(collector.url, project="tests", options=EndpointOptions(certificate="/nowhere.pem"))
        with pytest.raises(EndpointDown, match="cannot be used"):
            missing.post_spans(b"")
        unnamed.close()
    finally:
        collector.close()
