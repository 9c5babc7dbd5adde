"""What a session sends, and what it mends of others, beside its runs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pexpect
import pytest
import yaml

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.records.annotations import rating
from agent_runtime.records.recordings import read_spans
from agent_runtime.records.runs import list_runs
from agent_runtime.types import Event
from tests.agent.conftest import code
from tests.records.collector import Collector

DONE = code("final_answer(list_files('*.py')['count'])")


@pytest.fixture
def session_to(repo: Path):  # type: ignore[no-untyped-def]  # a factory
    def make(url: str, replies: list[str], events: list[Event]) -> Session:
        return Session(
            repo, settings=Settings(phoenix_endpoint=url), approver=ScriptedApprover([]), policy=Policy.load(repo),
            model=ScriptedModel(list(replies)), on_event=events.append,
        )  # fmt: skip

    return make


def test_the_address_in_phoenix_is_told_at_the_end(session_to) -> None:  # type: ignore[no-untyped-def]
    phoenix, events = Collector(phoenix=True), list[Event]()
    with session_to(phoenix.url, [DONE, DONE], events) as session:
        first, second = session.run("one"), session.run("two", reset=False)
    urls = [event.data["trace_url"] for event in events if event.kind == "run_finished"]
    base = phoenix.url.removesuffix("/v1/traces")
    assert urls == [f"{base}/redirects/traces/{run.trace_id}" for run in (first, second)]
    spans = [span.span_id for run in (first, second) for span in read_spans(run.run_dir)]
    phoenix.wait_for(len(spans))
    assert set(phoenix.spans) == set(spans)
    phoenix.close()


def test_no_address_without_phoenix(session_to) -> None:  # type: ignore[no-untyped-def]
    other, events = Collector(), list[Event]()
    with session_to(other.url, [DONE], events) as session:
        session.run("one")
    assert [event.data["trace_url"] for event in events if event.kind == "run_finished"] == [None]
    other.close()


def test_a_collector_that_is_away_is_named_once_and_gets_it_at_the_next_start(session_to, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from agent_runtime.agent import delivery

    collector, events = Collector(phoenix=True), list[Event]()
    collector.stop()
    with session_to(collector.url, [DONE, DONE], events) as session:
        runs = [session.run("one"), session.run("two", reset=False)]
    notices = [str(event.data["text"]) for event in events if event.kind == "notice"]
    assert len([text for text in notices if "is kept on disk and sent later" in text]) == 1
    collector.start()
    monkeypatch.setattr(delivery, "_caught_up", set())  # as in another process
    with session_to(collector.url, [DONE], events) as session:
        runs.append(session.run("three", reset=True))
        wanted = {span.span_id for run in runs for span in read_spans(run.run_dir)}
        collector.wait_for(len(wanted))
    assert set(collector.spans) == wanted
    collector.close()


def test_a_run_is_rated_in_the_repl(repo: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(yaml.safe_dump([DONE]))
    child = pexpect.spawn(
        sys.executable, ["-m", "agent_runtime.run", "chat", "-C", str(repo), "-m", f"scripted:{script}"],
        env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}, encoding="utf-8",
        dimensions=(40, 120), cwd=str(Path.cwd()),
    )  # fmt: skip
    child.expect_exact("\x1b[?2004h", timeout=60)  # bracketed paste: the prompt is there
    time.sleep(0.5)
    child.send("/good\r")
    child.expect("no run to rate")
    child.send("count\r")
    child.expect("/good or /bad rates this run", timeout=60)
    child.send("/good quick and right\r")
    child.expect("rated good", timeout=30)
    child.send("/quit\r")
    child.expect(pexpect.EOF, timeout=30)
    child.close()
    (run,) = list_runs()
    assert rating(run) == "good"
