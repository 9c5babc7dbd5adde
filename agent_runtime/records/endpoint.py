"""Where spans are sent: Phoenix, or any collector that speaks OTLP over HTTP."""

from __future__ import annotations

import contextlib
import gzip
import json
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from agent_runtime.config import Settings, is_loopback
from agent_runtime.errors import RecordsError
from agent_runtime.records.journal import Notice

if TYPE_CHECKING:
    import httpx

TRACES_PATH = "/v1/traces"
MAX_BACKOFF_S = 60.0


class EndpointDown(RecordsError):
    """It cannot be reached or does not take spans now; trying again later makes sense."""

    def __init__(self, message: str, *, status: int | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_s = retry_after_s


class BatchRefused(RecordsError):
    """The collector answers that it will never take these spans."""


@dataclass(frozen=True, slots=True)
class EndpointOptions:
    """How to speak to a collector; `OTEL_EXPORTER_OTLP_*` by
    https://opentelemetry.io/docs/specs/otel/protocol/exporter/ (the traces form wins)."""

    headers: Mapping[str, str] = field(default_factory=dict)
    certificate: str | None = None
    client_certificate: str | None = None
    client_key: str | None = None
    compress: bool = False
    timeout_s: float = 10.0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], *, url: str) -> EndpointOptions:
        def read(name: str) -> str | None:
            return environ.get(f"OTEL_EXPORTER_OTLP_TRACES_{name}") or environ.get(f"OTEL_EXPORTER_OTLP_{name}") or None

        compression = (read("COMPRESSION") or ("none" if is_loopback(url) else "gzip")).strip().lower()
        try:
            timeout_s = float(read("TIMEOUT") or 10)
        except ValueError:
            timeout_s = 10.0
        return cls(
            headers=parse_headers(read("HEADERS") or ""),
            certificate=read("CERTIFICATE"),
            client_certificate=read("CLIENT_CERTIFICATE"),
            client_key=read("CLIENT_KEY"),
            compress=compression == "gzip",
            timeout_s=timeout_s if timeout_s > 0 else 10.0,
        )


def parse_headers(text: str) -> dict[str, str]:
    """`name=value,name=value`, percent-decoded, as W3C baggage; a part that is none is passed over."""
    pairs = (part.partition("=") for part in text.split(","))
    return {
        unquote(name).strip().lower(): unquote(value).strip()
        for name, equals, value in pairs
        if equals and name.strip()
    }


class Endpoint:
    """A collector and what is known of its state. May be shared by the runs of a session, so that a change of state
    is said once. Safe between threads."""

    def __init__(
        self,
        url: str,
        *,
        project: str,
        options: EndpointOptions | None = None,
        offline: bool = False,
        expected: bool = True,
        on_notice: Notice | None = None,
    ) -> None:
        """`expected=False`: somebody who never asked for a collector need not hear that there is none."""
        self.url = url
        self.project = project
        self.options = options or EndpointOptions()
        self.expected = expected
        self.on_notice = on_notice
        self.blocked = "offline" if offline and not is_loopback(url) else ""
        self.is_phoenix: bool | None = None
        self.up: bool | None = None
        self._failures = 0
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None

    @classmethod
    def from_settings(
        cls,
        settings: Settings,
        environ: Mapping[str, str],
        *,
        origins: Mapping[str, str] | None = None,
        on_notice: Notice | None = None,
    ) -> Endpoint | None:
        """The collector that the settings name; `None` when nothing is to be sent.

        `OTEL_EXPORTER_OTLP_[TRACES_]ENDPOINT` counts where `PHOENIX_ENDPOINT` is unset. An address elsewhere that a
        workspace's own `.env` names is not sent to: a cloned repository must not choose who reads your traces.
        """
        if not settings.phoenix_enabled:
            return None
        url, origin = settings.phoenix_endpoint, (origins or {}).get("phoenix_endpoint", "flag")
        if origin == "default":
            base = environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "").strip()
            derived = base.rstrip("/") + TRACES_PATH if base else url
            url = environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").strip() or derived
        if origin.endswith(".env") and not is_loopback(url):
            if on_notice is not None:
                on_notice(f"Traces are not sent: {origin} names {url}. Set PHOENIX_ENDPOINT in the environment.")
            return None
        options = EndpointOptions.from_environment(environ, url=url)
        if settings.phoenix_api_key is not None and not _key_astray(url, origins or {}):
            headers = {"authorization": f"Bearer {settings.phoenix_api_key.get_secret_value()}", **options.headers}
            options = EndpointOptions(
                headers,
                options.certificate,
                options.client_certificate,
                options.client_key,
                options.compress,
                options.timeout_s,
            )
        return cls(
            url,
            project=settings.phoenix_project,
            options=options,
            offline=settings.agent_offline,
            expected=origin != "default" or url != settings.phoenix_endpoint,
            on_notice=on_notice,
        )

    @property
    def base(self) -> str:
        """Phoenix's own address, without the traces path."""
        url = self.url.split("?", 1)[0].rstrip("/")
        return url.removesuffix(TRACES_PATH)

    def trace_url(self, trace_id: str) -> str:
        """Where Phoenix shows a trace."""
        return f"{self.base}/redirects/traces/{trace_id}"

    # State

    def reached(self, sent: int = 0) -> None:
        """It answers. Said when it had been away."""
        with self._lock:
            was, self.up, self._failures = self.up, True, 0
        if was is False:
            self._say(f"{self.url} answers again; what had waited is being sent.")

    def lost(self, error: EndpointDown) -> float:
        """It does not answer; returns the seconds to wait before the next try. Said when it had not been away."""
        with self._lock:
            was, self.up = self.up, False
            self._failures += 1
            pause = min(0.5 * 2.0 ** min(self._failures - 1, 10), MAX_BACKOFF_S)
        if was or (was is None and self.expected):
            self._say(f"{error.message} The trace is kept on disk and sent later.")
        return min(max(pause, error.retry_after_s or 0), MAX_BACKOFF_S)

    def _say(self, message: str) -> None:
        if self.on_notice is not None:
            with contextlib.suppress(OSError):  # whoever listened may have left; sending goes on
                self.on_notice(message)

    # Transport

    def post_spans(self, body: bytes, *, timeout_s: float | None = None) -> None:
        """Send one `ExportTraceServiceRequest`.

        Raises:
            EndpointDown: not delivered, try again later.
            BatchRefused: it will not be taken (400, 413, 422).
        """
        headers = {"content-type": "application/x-protobuf"}
        if self.options.compress:
            body, headers["content-encoding"] = gzip.compress(body, 6), "gzip"
        response = self._send("POST", self.url, body, headers, timeout_s)
        self.is_phoenix = "x-phoenix-server-version" in response.headers
        if rejected := _rejected(response.content):
            self._say(f"{self.url} took a batch but for {rejected}; they stay in the run's trace.jsonl.")

    def _probed(self, timeout_s: float | None) -> bool:
        """Whether it is a Phoenix; asked with a request of no spans when no answer has told yet."""
        if self.is_phoenix is None:
            self.post_spans(b"", timeout_s=timeout_s)
        return bool(self.is_phoenix)

    def stored(self, span_ids: Sequence[str], *, timeout_s: float | None = None) -> frozenset[str]:
        """Which of these spans Phoenix has stored (it answers 200 before it stores). Other collectors are believed.

        Raises:
            EndpointDown: no answer.
        """
        if not span_ids or not self._probed(timeout_s):
            return frozenset(span_ids)
        wanted = "&".join(f"span_id={span_id}" for span_id in span_ids)
        url = f"{self.base}/v1/projects/{quote(self.project, safe='')}/spans?limit={len(span_ids)}&{wanted}"
        try:
            data = self._send("GET", url, None, {}, timeout_s).json().get("data") or []
        except (BatchRefused, ValueError):
            return frozenset()
        except EndpointDown as error:
            if error.status == 404:  # No such project yet.
                return frozenset()
            raise
        return frozenset(span["context"]["span_id"] for span in data)

    def post_annotations(self, annotations: Sequence[Mapping[str, Any]], *, timeout_s: float | None = None) -> None:
        """Send annotations to Phoenix, which stores each once per span, name and identifier. Others get none.

        Raises:
            EndpointDown, BatchRefused
        """
        if not annotations or not self._probed(timeout_s):
            return
        data = [
            {
                "span_id": item["spanId"],
                "name": item["name"],
                "annotator_kind": item.get("annotatorKind", "HUMAN"),
                "result": {
                    "label": item["label"],
                    **({"explanation": text} if (text := item.get("explanation")) else {}),
                },
                "identifier": "agent-runtime",
            }
            for item in annotations
        ]
        body = json.dumps({"data": data}).encode()
        url = f"{self.base}/v1/span_annotations?sync=true"
        try:
            self._send("POST", url, body, {"content-type": "application/json"}, timeout_s)
        except EndpointDown as error:
            if error.status == 404:
                raise BatchRefused(f"{self.base} does not have the annotated span any more.") from error
            raise

    def _send(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout_s: float | None
    ) -> httpx.Response:
        import httpx

        if self.blocked:
            raise EndpointDown(f"{self.url} is elsewhere and AGENT_OFFLINE is set.")
        client = self._connected()
        limit = min(timeout_s or self.options.timeout_s, self.options.timeout_s)
        try:
            response = client.request(
                method,
                url,
                content=body,
                headers={**self.options.headers, **headers},
                timeout=httpx.Timeout(limit, connect=min(limit, 3.0)),
            )
        except httpx.TimeoutException as error:
            raise EndpointDown(f"{self.url} does not answer within {limit:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:  # RuntimeError: closed by another thread
            raise EndpointDown(f"{self.url} is not there ({error}).") from error
        status = response.status_code
        if 200 <= status < 300:
            return response
        if status in (400, 413, 422):
            raise BatchRefused(f"{self.url} answers {status}: {response.text[:200]}")
        raise EndpointDown(
            f"{self.url} answers {status}{_meaning(status)}.",
            status=status,
            retry_after_s=_retry_after(response.headers),
        )

    def _connected(self) -> httpx.Client:
        import httpx

        with self._lock:
            if self._client is None:
                try:
                    self._client = httpx.Client(
                        verify=self._tls() if self.url.startswith("https:") else False,
                        follow_redirects=False,
                        trust_env=not is_loopback(self.url),
                    )
                except (OSError, ssl.SSLError) as error:
                    raise EndpointDown(f"The certificate for {self.url} cannot be used ({error}).") from error
            return self._client

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.options.certificate)
        if self.options.client_certificate:
            context.load_cert_chain(self.options.client_certificate, self.options.client_key)
        return context

    def close(self) -> None:
        """Close connections; they are opened again when needed."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()


def _key_astray(url: str, origins: Mapping[str, str]) -> bool:
    """A key of the user's own must not go where a workspace's `.env` says, not even on this machine's ports."""
    endpoint, key = origins.get("phoenix_endpoint", "flag"), origins.get("phoenix_api_key", "flag")
    return endpoint.endswith(".env") and not key.endswith(".env") and not is_loopback(url)


def _meaning(status: int) -> str:
    return {401: " (it asks for a key)", 403: " (it refuses the key)", 404: " (no traces address)"}.get(status, "")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _rejected(content: bytes) -> str:
    """What a 200 says of spans that were not taken."""
    if not content:
        return ""
    from google.protobuf.message import DecodeError
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

    try:
        partial = ExportTraceServiceResponse.FromString(content).partial_success
    except DecodeError:
        return ""
    return f"{partial.rejected_spans} spans ({partial.error_message})" if partial.rejected_spans else ""


def deadline_left(deadline: float | None) -> float | None:
    """Seconds until a `time.monotonic` deadline; `None` when there is none."""
    return None if deadline is None else max(0.05, deadline - time.monotonic())
