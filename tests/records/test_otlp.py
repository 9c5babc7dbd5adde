"""The journal's lines are OTLP-JSON: compared with OpenTelemetry's own encoders."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from google.protobuf import json_format
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.exporter.otlp.json.file import FileSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode

from agent_runtime import __version__
from agent_runtime.records import otlp
from agent_runtime.records.journal import read_lines
from tests.records.conftest import MakeTelemetry

ATTRIBUTES: dict[str, Any] = {
    "text": 'quotes " and \\ and \n and ü 🦎',
    "yes": True,
    "no": False,
    "int": -(2**40),
    "zero": 0,
    "float": 2.5,
    "whole": 3.0,
    "texts": ["a", "b"],
    "ints": [1, 2],
    "empty": "",
}


def lines_of(telemetry: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line, _ in read_lines(telemetry.run.path / "trace.jsonl")]


NAMED = {"key": "service.name", "value": {"stringValue": "x"}}
IDS = ("traceId", "spanId", "parentSpanId")


def _hex_to_base64(text: str) -> str:
    return base64.b64encode(bytes.fromhex(text)).decode()


def to_base64_ids(value: Any) -> Any:
    """protobuf's own JSON has bytes as base64 where OTLP has hex."""
    if isinstance(value, list):
        return [to_base64_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _hex_to_base64(item) if key in IDS else to_base64_ids(item) for key, item in value.items()}
    return value


def official_line() -> dict[str, Any]:
    """A child span as the official JSON file exporter writes it."""
    stream = io.StringIO()
    provider = TracerProvider(resource=Resource({"service.name": "x"}), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(stream=stream)))
    tracer = provider.get_tracer("agent_runtime", __version__)
    with tracer.start_as_current_span("parent"):
        span = tracer.start_span("name", attributes=ATTRIBUTES)
        span.add_event("happened", {"n": 1})
        span.set_status(Status(StatusCode.ERROR, "ValueError: bad"))
        span.end()
    provider.shutdown()
    line: dict[str, Any] = json.loads(stream.getvalue().splitlines()[0])
    return line


def shape(value: Any) -> Any:
    """Keys and types, without the values that differ between two spans; attributes by key with their values."""
    if isinstance(value, list):
        return [shape(item) for item in value]
    if isinstance(value, dict):
        if "key" in value:
            return value
        return {key: shape(item) for key, item in value.items() if item not in ({}, [], "", None)}
    return type(value).__name__


def test_a_line_is_shaped_as_the_official_file_exporter_writes_it(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("parent", "CHAIN"):
        span = telemetry.span("name", "TOOL")
        for key in list(span._attributes):
            del span._attributes[key]
        span.set(ATTRIBUTES)
        span.event("happened", {"n": 1})
        span._status = (otlp.STATUS_ERROR, "ValueError: bad")
        span.end()
    telemetry.close()
    ours, official = lines_of(telemetry)[0], official_line()
    (our_span,), (official_span,) = otlp.spans_of(ours), otlp.spans_of(official)
    assert shape(our_span) == shape(official_span)
    assert our_span["status"] == official_span["status"]
    assert our_span["kind"] == official_span["kind"]
    assert our_span["flags"] == official_span["flags"]
    ours_frame, official_frame = ours["resourceSpans"][0], official["resourceSpans"][0]
    assert set(ours_frame) >= {"resource", "scopeSpans"} <= set(official_frame)
    assert ours_frame["scopeSpans"][0]["scope"] == official_frame["scopeSpans"][0]["scope"]


def test_the_protobuf_is_what_googles_parser_makes_of_the_json(make: MakeTelemetry) -> None:
    telemetry = make()
    with telemetry.span("root", "AGENT", attributes=ATTRIBUTES) as root:
        root.event("happened", {"n": 1.5})
        with pytest.raises(ValueError, match="bad"), telemetry.span("child", "LLM"):
            raise ValueError("bad")
    telemetry.close()
    lines = lines_of(telemetry)
    assert len(lines) == 2
    for line in lines:
        expected = json_format.ParseDict(to_base64_ids(line), ExportTraceServiceRequest())
        assert otlp.to_request([line]) == expected
    merged = otlp.to_request(lines)
    assert len(merged.resource_spans) == 1
    assert [span.name for span in merged.resource_spans[0].scope_spans[0].spans] == ["child", "root"]


def test_lines_of_two_resources_keep_them_apart(make: MakeTelemetry) -> None:
    lines = []
    for _ in range(2):
        telemetry = make()
        telemetry.span("root", "AGENT").end()
        telemetry.close()
        lines += lines_of(telemetry)
    lines[1]["resourceSpans"][0]["resource"]["attributes"].append({"key": "other", "value": {"intValue": "1"}})
    assert len(otlp.to_request(lines).resource_spans) == 2


SCALARS = st.one_of(
    st.text(max_size=30),
    st.booleans(),
    st.integers(min_value=-(2**63), max_value=2**63 - 1),
    st.floats(allow_nan=False),
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.text(min_size=1, max_size=10), SCALARS | st.lists(st.text(max_size=5), max_size=3), max_size=5)
)
def test_every_attribute_comes_back(attributes: dict[str, Any]) -> None:
    encoded = [json.loads(otlp.key_value(key, value)) for key, value in attributes.items()]
    assert otlp.decode_attributes(encoded) == {
        otlp.unicode_text(key): storable(value) for key, value in attributes.items()
    }
    span = {"traceId": "ab" * 16, "spanId": "cd" * 8, "name": "n", "startTimeUnixNano": "1", "attributes": encoded}
    span["status"] = {"code": 1}
    line = {
        "resourceSpans": [
            {"resource": {"attributes": [NAMED]}, "scopeSpans": [{"scope": {"name": "s"}, "spans": [span]}]}
        ]
    }
    assert otlp.to_request([line]) == json_format.ParseDict(to_base64_ids(line), ExportTraceServiceRequest())


def storable(value: Any) -> Any:
    if isinstance(value, list):
        return [storable(item) for item in value]
    return otlp.unicode_text(value) if isinstance(value, str) else value
