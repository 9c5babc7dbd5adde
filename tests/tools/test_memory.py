"""Calls that were made before: what is answered from memory, and what never is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.tools.gate import Gate
from agent_runtime.tools.memory import MAX_ANSWERS, NOTE
from agent_runtime.types import JsonValue, ToolCall


@pytest.fixture
def gate(repo: Path) -> Iterator[Gate]:
    settings = Settings(phoenix_enabled=False, agent_mode="auto")
    session = Session(repo, settings=settings, approver=ScriptedApprover([]), policy=Policy.load(repo))
    with session.hosting("calls") as host:
        assert host.gate is not None
        yield host.gate


def ask(gate: Gate, name: str, **arguments: JsonValue) -> dict[str, Any]:
    observation = gate.invoke(ToolCall(f"c-{name}", name, arguments))
    assert isinstance(observation.value, dict), observation
    return observation.value


def outcomes(gate: Gate) -> list[str]:
    lines = [json.loads(line) for line in (gate.run.path / "audit.jsonl").read_text().splitlines()]
    return [str(line["outcome"]) for line in lines if line["kind"] == "outcome"]


def spans(gate: Gate) -> list[str]:
    lines = (gate.run.path / "trace.jsonl").read_text().splitlines()
    return [json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["name"] for line in lines]


def test_the_same_read_is_answered_from_memory_on_the_record(gate: Gate) -> None:
    first, second = ask(gate, "read_file", path="main.py"), ask(gate, "read_file", path="main.py")
    assert "note" not in first
    assert second == {**first, "note": NOTE}
    assert outcomes(gate) == ["ok", "from memory"]
    assert spans(gate).count("from memory") == 1
    assert spans(gate).count("policy allow read_file") == 2  # judged all the same


def test_other_arguments_are_another_call(gate: Gate) -> None:
    ask(gate, "read_file", path="main.py")
    ask(gate, "read_file", path="main.py", start=1)
    assert outcomes(gate) == ["ok", "ok"]


def test_a_file_that_somebody_else_changed_is_read_again(gate: Gate, repo: Path) -> None:
    seen = (repo / "main.py").stat()
    ask(gate, "read_file", path="main.py")
    text = (repo / "main.py").read_text()
    (repo / "main.py").write_text(text[:-2] + "#\n")
    os.utime(repo / "main.py", ns=(seen.st_atime_ns, seen.st_mtime_ns))  # the same size and time of change
    assert "#" in ask(gate, "read_file", path="main.py")["text"]
    assert outcomes(gate) == ["ok", "ok"]


def test_a_patch_and_a_command_empty_the_memory(gate: Gate, repo: Path) -> None:
    ask(gate, "read_file", path="main.py")
    ask(gate, "run_cmd", command="touch made.txt")
    assert "note" not in ask(gate, "read_file", path="main.py")
    patch = ask(gate, "write_file", path="new.py", content="x = 1\n")
    ask(gate, "apply_patch", patch_id=patch["patch_id"])
    assert "note" not in ask(gate, "read_file", path="main.py")
    assert outcomes(gate) == ["ok"] * 6


def test_a_search_is_made_again_and_its_answers_compared(gate: Gate, repo: Path) -> None:
    assert "note" not in ask(gate, "list_files", glob="*.py")
    assert ask(gate, "list_files", glob="*.py")["note"].endswith(NOTE)
    (repo / "other.py").write_text("")
    assert NOTE not in str(ask(gate, "list_files", glob="*.py").get("note"))
    assert outcomes(gate) == ["ok"] * 3


def test_what_has_effects_is_never_remembered(gate: Gate) -> None:
    for _ in range(2):
        assert NOTE not in json.dumps(ask(gate, "run_cmd", command="echo same"))
    one, other = (ask(gate, "write_file", path="n.py", content="x = 1\n") for _ in range(2))
    assert one["patch_id"] != other["patch_id"] or NOTE not in json.dumps(other)
    assert "from memory" not in outcomes(gate)


def test_an_error_is_no_answer(gate: Gate, repo: Path) -> None:
    assert "error" in ask(gate, "read_file", path="late.py")
    (repo / "late.py").write_text("x = 1\n")
    assert "x = 1" in ask(gate, "read_file", path="late.py")["text"]


def test_the_memory_does_not_grow_without_end(gate: Gate, repo: Path) -> None:
    for number in range(MAX_ANSWERS + 1):
        ask(gate, "read_file", path="main.py", start=1, end=number + 1)
    ask(gate, "read_file", path="main.py", start=1, end=1)
    assert outcomes(gate)[-1] == "ok"
