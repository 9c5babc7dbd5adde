"""A real Phoenix: what it stores, what it does with copies, and that nothing is missing after it was killed.

Its interpreter is `PHOENIX_PYTHON`, or that of `.phoenix-venv` (`make phoenix-env`).
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_runtime.interfaces.phoenix import _LAUNCH, find_phoenix, phoenix_environment
from agent_runtime.records.endpoint import Endpoint
from agent_runtime.records.forwarder import UNSENT, push
from agent_runtime.records.recordings import read_spans
from tests.records.conftest import MakeTelemetry
from tests.records.example import record

OWN = Path(__file__).parents[2] / ".phoenix-venv" / "bin" / "python"
PHOENIX = os.environ.get("PHOENIX_PYTHON") or (str(OWN) if OWN.exists() else None)
pytestmark = [
    pytest.mark.phoenix,
    pytest.mark.skipif(PHOENIX is None, reason="no Phoenix: `make phoenix-env`, or set PHOENIX_PYTHON"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Phoenix:
    """A Phoenix of its own, started as `agent-runtime phoenix` starts it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.base}/v1/traces"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        python = find_phoenix(Path(str(PHOENIX)), os.environ)
        variables = phoenix_environment(
            os.environ, port=self.port, grpc_port=free_port(), directory=self.directory, retention_days=0
        )
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen([python, "-c", _LAUNCH], env=variables, stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.directory / "log").read_text()
            try:
                if httpx.get(f"{self.base}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        raise AssertionError("Phoenix did not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def get(self, path: str, **params: Any) -> list[dict[str, Any]]:
        data: list[dict[str, Any]] = []
        cursor = None
        while True:
            answer = httpx.get(
                f"{self.base}/v1/projects/tests/{path}",
                params={**params, "limit": 1000, **({"cursor": cursor} if cursor else {})},
            ).json()
            data += answer["data"]
            cursor = answer.get("next_cursor")
            if not cursor:
                return data

    def spans(self, trace_id: str) -> dict[str, dict[str, Any]]:
        return {span["context"]["span_id"]: span for span in self.get("spans", trace_id=trace_id)}


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phoenix]:
    server = Phoenix(tmp_path_factory.mktemp("phoenix"))
    server.start()
    yield server
    server.kill()


def test_a_run_is_one_tree_with_kinds_tokens_session_and_annotations(make: MakeTelemetry, phoenix: Phoenix) -> None:
    telemetry = make(phoenix.url, session="session-1")
    record(telemetry)
    telemetry.close(20)
    assert not (telemetry.run.path / UNSENT).exists()
    assert telemetry.url == f"{phoenix.base}/redirects/traces/{telemetry.trace_id}"
    assert httpx.get(telemetry.url, follow_redirects=False).status_code < 400
    spans = phoenix.spans(telemetry.trace_id)
    recorded = {span.span_id: span for span in read_spans(telemetry.run.path)}
    assert {i: (s["name"], s["span_kind"], s["parent_id"]) for i, s in spans.items()} == {
        i: (s.name, s.kind, s.parent_id) for i, s in recorded.items()
    }
    by_name = {span["name"]: span for span in spans.values()}
    assert by_name["apply_patch"]["status_code"] == "ERROR"
    assert by_name["policy ask apply_patch"]["status_code"] == "OK"
    assert by_name["apply_patch"]["attributes"]["input.value"].startswith("```diff\n--- a/x.py")
    model = by_name["llm.generate"]["attributes"]
    assert model["llm.token_count.prompt_details.cache_read"] in (60, 120)
    sessions = phoenix.get("sessions")
    assert [item["session_id"] for item in sessions] == ["session-1"]
    approval = by_name["approval rejected apply_patch"]["context"]["span_id"]
    (annotation,) = phoenix.get("span_annotations", span_ids=approval)
    assert (annotation["name"], annotation["annotator_kind"]) == ("approval", "HUMAN")
    assert annotation["result"] == {"label": "rejected", "score": None, "explanation": "no"}


def test_sending_again_changes_nothing(make: MakeTelemetry, phoenix: Phoenix) -> None:
    telemetry = make()
    record(telemetry)
    telemetry.close()
    endpoint = Endpoint(phoenix.url, project="tests")
    push(telemetry.run.path, endpoint)
    before = phoenix.spans(telemetry.trace_id)
    push(telemetry.run.path, endpoint)
    endpoint.close()
    assert len(before) == 11
    assert phoenix.spans(telemetry.trace_id) == before
    approval = next(i for i, span in before.items() if span["name"].startswith("approval"))
    assert len(phoenix.get("span_annotations", span_ids=approval)) == 1


def test_it_listens_on_this_machine_only(phoenix: Phoenix) -> None:
    import psutil

    assert phoenix.process is not None
    listening = [
        c.laddr.ip for c in psutil.Process(phoenix.process.pid).net_connections("inet") if c.status == "LISTEN"
    ]
    assert len(listening) == 2
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_killed_in_mid_run_and_started_again_nothing_is_missing(make: MakeTelemetry, phoenix: Phoenix) -> None:
    telemetry = make(phoenix.url)
    root = telemetry.span("agent.run", "AGENT")

    def calls(count: int) -> None:
        for index in range(count):
            with telemetry.span(f"tool {index}", "TOOL"):
                pass
            time.sleep(0.001)

    calls(300)
    phoenix.kill()
    calls(300)
    phoenix.start()
    calls(300)
    root.end()
    deadline = time.monotonic() + 180
    while len(phoenix.spans(telemetry.trace_id)) < 901:
        assert time.monotonic() < deadline, f"{len(phoenix.spans(telemetry.trace_id))} of 901 arrived"
        time.sleep(0.2)
    telemetry.close(20)
    assert set(phoenix.spans(telemetry.trace_id)) == {span.span_id for span in read_spans(telemetry.run.path)}
