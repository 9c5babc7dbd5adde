"""Patches at the gate: what a person must look at, and the parts that they take."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import Approver, DenyAll, ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.tools.gate import Gate
from agent_runtime.types import Approval, Event, Observation, ToolCall

LINES = [f"line {number} of the file\n" for number in range(1, 41)]
LINES[9] = "the quick brown fox jumps over the lazy dog\n"
FUZZY = (
    "--- a/long.txt\n+++ b/long.txt\n@@\n line 9 of the file\n-the quick brown fox jumped over the lazy dog\n"
    "+line ten\n line 11 of the file\n"
)
TWO = (
    "--- a/long.txt\n+++ b/long.txt\n@@ -1,3 +1,3 @@\n line 1 of the file\n-line 2 of the file\n+line two\n"
    " line 3 of the file\n@@ -29,3 +29,3 @@\n line 29 of the file\n-line 30 of the file\n+line thirty\n"
    " line 31 of the file\n"
)

Open = Callable[..., Gate]


@pytest.fixture
def open_gate(repo: Path) -> Open:
    (repo / "long.txt").write_text("".join(LINES))

    def make(approver: Approver, mode: str = "ask") -> Gate:
        settings = Settings(phoenix_enabled=False, agent_mode=mode)
        events: list[Event] = []
        session = Session(repo, settings=settings, approver=approver, policy=Policy.load(repo), on_event=events.append)
        gate = session._open_run("patch").gate
        gate.events = events  # type: ignore[attr-defined]
        return gate

    return make


def call(gate: Gate, name: str, **arguments: Any) -> Observation:
    return gate.invoke(ToolCall(f"{name}{len(arguments)}", name, arguments, 1))


def propose(gate: Gate, diff: str) -> str:
    observation = call(gate, "propose_patch_unified", diff=diff)
    assert isinstance(observation.value, dict)
    return str(observation.value["patch_id"])


def test_a_fuzzy_placement_is_asked_about_in_auto_edit(open_gate: Open, repo: Path) -> None:
    approver = ScriptedApprover([False])
    gate = open_gate(approver, "auto-edit")
    refused = call(gate, "apply_patch", patch_id=propose(gate, FUZZY))
    assert refused.denied
    assert (repo / "long.txt").read_text() == "".join(LINES)
    (request,) = approver.requests
    assert (request.decision.verdict, request.decision.rule) == ("ask", "tool.doubt")
    assert "fuzzy match" in request.decision.reason
    assert "fuzzy match" in (request.preview or "")


def test_an_exact_placement_is_applied_in_auto_edit(open_gate: Open, repo: Path) -> None:
    approver = ScriptedApprover([])
    gate = open_gate(approver, "auto-edit")
    assert call(gate, "apply_patch", patch_id=propose(gate, TWO)).ok
    fenced = f"```diff\n{FUZZY.replace('jumped', 'jumps')}```\n"
    assert call(gate, "apply_patch", patch_id=propose(gate, fenced)).ok
    assert approver.requests == []
    assert "line ten\n" in (repo / "long.txt").read_text()


def test_a_name_cannot_hide_a_doubt(open_gate: Open, repo: Path) -> None:
    for name in ("repaired: x.txt", "only parts 1"):
        (repo / name).write_text("".join(LINES))
        approver = ScriptedApprover([False])
        gate = open_gate(approver, "auto-edit")
        call(gate, "apply_patch", patch_id=propose(gate, FUZZY.replace("long.txt", name)))
        assert [request.decision.rule for request in approver.requests] == ["tool.doubt"]


def test_with_nobody_to_ask_the_model_is_told_how_to_be_exact(open_gate: Open, repo: Path) -> None:
    gate = open_gate(DenyAll(), "auto-edit")
    told = call(gate, "apply_patch", patch_id=propose(gate, FUZZY))
    assert (told.error_type, told.denied) == ("EditFailed", False)
    assert "exactly" in str(told.value)
    assert (repo / "long.txt").read_text() == "".join(LINES)


def test_auto_mode_asks_nothing(open_gate: Open) -> None:
    gate = open_gate(DenyAll(), "auto")
    assert call(gate, "apply_patch", patch_id=propose(gate, FUZZY)).ok


def test_a_person_takes_some_hunks(open_gate: Open, repo: Path) -> None:
    approver = ScriptedApprover([Approval(approved=True, source="user", hunks=("2",))])
    gate = open_gate(approver)
    patch_id = propose(gate, TWO)
    observation = call(gate, "apply_patch", patch_id=patch_id)
    assert observation.value == {
        "applied": "p2", "files": ["long.txt"], "added": 1, "removed": 1,
        "note": "The user took only parts 2 of the patch; the rest was left out.",
    }  # fmt: skip
    (request,) = approver.requests
    assert [number for number, _ in request.hunks] == ["1", "2"]
    assert "+line thirty" in request.hunks[1][1]
    text = (repo / "long.txt").read_text()
    assert ("line two" in text, "line thirty" in text) == (False, True)
    lines = [json.loads(line) for line in (gate.run.path / "audit.jsonl").read_text().splitlines()]
    assert [line["hunks"] for line in lines if line["kind"] == "approval"] == [["2"]]
    assert call(gate, "apply_patch", patch_id=patch_id).error_type == "EditFailed"


def test_all_hunks_is_the_patch_itself(open_gate: Open) -> None:
    gate = open_gate(ScriptedApprover([Approval(approved=True, source="user", hunks=("2", "1"))]))
    observation = call(gate, "apply_patch", patch_id=propose(gate, TWO))
    assert isinstance(observation.value, dict)
    assert observation.value["applied"] == "p1"


@pytest.mark.parametrize(("hunks", "error", "denied"), [((), "Denied", True), (("9",), "EditFailed", False)])
def test_no_hunk_or_an_unknown_one_changes_nothing(
    open_gate: Open, repo: Path, hunks: tuple[str, ...], error: str, denied: bool
) -> None:
    gate = open_gate(ScriptedApprover([Approval(approved=True, source="user", hunks=hunks)]))
    observation = call(gate, "apply_patch", patch_id=propose(gate, TWO))
    assert (observation.error_type, observation.denied) == (error, denied)
    assert (repo / "long.txt").read_text() == "".join(LINES)


def test_hunks_of_what_has_none(open_gate: Open, repo: Path) -> None:
    gate = open_gate(ScriptedApprover([Approval(approved=True, source="user", hunks=("1",))]))
    assert call(gate, "run_cmd", command="touch made.txt").error_type == "InvalidArguments"
    assert not (repo / "made.txt").exists()


def test_what_a_scan_leaves_out_is_said_once(open_gate: Open, repo: Path) -> None:
    (repo / "noise.log").write_text("x")
    (repo / ".cache" / "deep").mkdir(parents=True)
    (repo / ".cache" / ".gitignore").write_text("*\n")
    (repo / ".cache" / "deep" / "item").write_text("x")
    gate = open_gate(DenyAll(), "auto")
    for command in ("cat README.md", "touch a.txt", "touch b.txt"):
        assert call(gate, "run_cmd", command=command).ok
    notices = [e.data for e in gate.events if e.kind == "notice" and "left_out" in e.data]  # type: ignore[attr-defined]
    assert [notice["left_out"] for notice in notices] == [[".cache/", "noise.log"]]
