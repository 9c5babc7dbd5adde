"""Spans in OTLP's JSON encoding, and from there to its protobuf.

Encoding by https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids are hex, enums are numbers, 64-bit
integers are decimal strings, names are lowerCamelCase. Values are encoded as they are set, so that the line of an
ended span is only joined; the protobuf classes are imported by the forwarder alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

AttributeValue = str | bool | int | float | Sequence[str] | Sequence[bool] | Sequence[int] | Sequence[float]

quoted = encode_basestring_ascii

STATUS_UNSET, STATUS_OK, STATUS_ERROR = 0, 1, 2
KIND_INTERNAL, KIND_CLIENT = 1, 3


def unicode_text(text: str) -> str:
    """`text` as UTF-8 can hold it: lone surrogates become visible escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def any_value(value: AttributeValue) -> str:
    """An `AnyValue` as JSON text."""
    if isinstance(value, str):
        return f'{{"stringValue":{quoted(unicode_text(value))}}}'
    if isinstance(value, bool):
        return '{"boolValue":true}' if value else '{"boolValue":false}'
    if isinstance(value, int):
        if -(2**63) <= value < 2**63:
            return f'{{"intValue":"{value}"}}'
        return f'{{"stringValue":"{value}"}}'
    if isinstance(value, float):
        return f'{{"doubleValue":{_double(value)}}}'
    return f'{{"arrayValue":{{"values":[{",".join(any_value(item) for item in value)}]}}}}'


def _double(value: float) -> str:
    if math.isfinite(value):
        return repr(value)
    return '"NaN"' if math.isnan(value) else ('"Infinity"' if value > 0 else '"-Infinity"')


def key_value(key: str, value: AttributeValue) -> str:
    """A `KeyValue` as JSON text."""
    return f'{{"key":{quoted(unicode_text(key))},"value":{any_value(value)}}}'


def frame(resource: Mapping[str, AttributeValue], scope: str, version: str) -> tuple[str, str]:
    """What stands before and after a span in its line: an `ExportTraceServiceRequest` of one span."""
    attributes = ",".join(key_value(key, value) for key, value in resource.items())
    return (
        f'{{"resourceSpans":[{{"resource":{{"attributes":[{attributes}]}},"scopeSpans":[{{"scope":'
        f'{{"name":{quoted(scope)},"version":{quoted(version)}}},"spans":[',
        "]}]}]}",
    )


def decode_value(value: Mapping[str, Any]) -> Any:
    """The Python value of an `AnyValue` in JSON form."""
    for kind, content in value.items():
        if kind == "intValue":
            return int(content)
        if kind == "doubleValue":
            return float(content)
        if kind == "arrayValue":
            return [decode_value(item) for item in content.get("values", ())]
        if kind == "kvlistValue":
            return decode_attributes(content.get("values", ()))
        return content
    return None


def decode_attributes(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`KeyValue`s in JSON form as a dict."""
    return {item["key"]: decode_value(item.get("value", {})) for item in items}


def spans_of(line: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The spans of one line, in JSON form."""
    return [span for r in line.get("resourceSpans", ()) for s in r.get("scopeSpans", ()) for span in s.get("spans", ())]


def to_request(lines: Sequence[Mapping[str, Any]]) -> ExportTraceServiceRequest:
    """Lines as one protobuf request; neighbours of the same resource and scope share their frame.

    Raises:
        ValueError, KeyError, TypeError: a line is no OTLP-JSON.
    """
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry.proto.trace.v1.trace_pb2 import ScopeSpans

    request = ExportTraceServiceRequest()
    last: tuple[Any, Any] | None = None
    into: ScopeSpans | None = None
    for line in lines:
        for resource_spans in line["resourceSpans"]:
            for scope_spans in resource_spans["scopeSpans"]:
                key = (resource_spans.get("resource"), scope_spans.get("scope"))
                if into is None or key != last:
                    group = request.resource_spans.add()
                    _fill_attributes(group.resource.attributes, (key[0] or {}).get("attributes", ()))
                    into = group.scope_spans.add()
                    into.scope.name = (key[1] or {}).get("name", "")
                    into.scope.version = (key[1] or {}).get("version", "")
                    last = key
                for span in scope_spans["spans"]:
                    _fill_span(into.spans.add(), span)
    return request


def _fill_span(target: Any, span: Mapping[str, Any]) -> None:
    target.trace_id = bytes.fromhex(span["traceId"])
    target.span_id = bytes.fromhex(span["spanId"])
    target.parent_span_id = bytes.fromhex(span.get("parentSpanId", ""))
    target.name = span["name"]
    target.kind = span.get("kind", 0)
    target.flags = span.get("flags", 0)
    target.start_time_unix_nano = int(span["startTimeUnixNano"])
    target.end_time_unix_nano = int(span.get("endTimeUnixNano", 0))
    _fill_attributes(target.attributes, span.get("attributes", ()))
    for event in span.get("events", ()):
        added = target.events.add()
        added.time_unix_nano = int(event["timeUnixNano"])
        added.name = event["name"]
        _fill_attributes(added.attributes, event.get("attributes", ()))
    status = span.get("status", {})
    target.status.code = status.get("code", 0)
    target.status.message = status.get("message", "")


def _fill_attributes(target: Any, items: Sequence[Mapping[str, Any]]) -> None:
    for item in items:
        added = target.add()
        added.key = item["key"]
        _fill_value(added.value, item.get("value", {}))


def _fill_value(target: Any, value: Mapping[str, Any]) -> None:
    for kind, content in value.items():
        if kind == "stringValue":
            target.string_value = content
        elif kind == "intValue":
            target.int_value = int(content)
        elif kind == "boolValue":
            target.bool_value = content
        elif kind == "doubleValue":
            target.double_value = float(content)
        elif kind == "arrayValue":
            target.array_value.SetInParent()
            for item in content.get("values", ()):
                _fill_value(target.array_value.values.add(), item)
        elif kind == "kvlistValue":
            target.kvlist_value.SetInParent()
            _fill_attributes(target.kvlist_value.values, content.get("values", ()))
