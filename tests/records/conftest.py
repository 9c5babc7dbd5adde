"""A run, its telemetry and a collector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent_runtime.records.endpoint import Endpoint
from agent_runtime.records.runs import RunDirectory
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.redact import Redactor
from tests.records.collector import Collector

MakeTelemetry = Callable[..., Telemetry]


@pytest.fixture
def run(tmp_path: Path) -> RunDirectory:
    return RunDirectory.create(tmp_path / "runs")


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def make(tmp_path: Path, notices: list[str]) -> Iterator[MakeTelemetry]:
    """Telemetry over a new run; closed at the end of the test."""
    made: list[Telemetry] = []

    def build(
        endpoint: str | Endpoint | None = None, redactor: Redactor | None = None, session: str = "s1"
    ) -> Telemetry:
        redactor = redactor or Redactor()
        run = RunDirectory.create(tmp_path / "runs", redactor=redactor, on_notice=notices.append)
        telemetry = Telemetry(
            run, session_id=session, project="tests", redactor=redactor, endpoint=endpoint, on_notice=notices.append
        )
        made.append(telemetry)
        return telemetry

    yield build
    for telemetry in made:
        telemetry.close(0.1)
        if telemetry.endpoint is not None:
            telemetry.endpoint.close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    yield server
    server.close()


@pytest.fixture
def phoenix_like() -> Iterator[Collector]:
    server = Collector(phoenix=True)
    yield server
    server.close()
