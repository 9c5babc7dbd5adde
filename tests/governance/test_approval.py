"""Approvers, the approval store, and modes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from agent_runtime.governance import shell
from agent_runtime.governance.approval import (
    ApprovalRequest,
    ApprovalStore,
    DenyAll,
    RememberedApprover,
    ScriptedApprover,
    apply_mode,
    approval_key,
    rememberable,
)
from agent_runtime.types import Approval, Decision, Effect

ASK = Decision("ask", "ask.rm", "it deletes files", remember="project")
YES = Approval(approved=True, source="user", scope="project")


def request(command: str = "rm x", decision: Decision = ASK) -> ApprovalRequest:
    return ApprovalRequest("run_command", {}, decision, command, "/w", argv=tuple(command.split()))


def test_without_a_terminal_the_answer_names_the_rule() -> None:
    answer = DenyAll().ask(request())
    assert (answer.approved, answer.source) == (False, "no-terminal")
    assert "'ask.rm'" in answer.comment


def test_a_project_approval_is_kept_privately_and_ends_with_the_policy(tmp_path: Path) -> None:
    store = ApprovalStore(tmp_path / "approvals.json")
    assert RememberedApprover(ScriptedApprover([YES]), store, "p").ask(request()).approved
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert RememberedApprover(ScriptedApprover([]), store, "p").ask(request()).source == "remembered"
    assert not RememberedApprover(ScriptedApprover([]), store, "other").ask(request()).approved
    assert not RememberedApprover(ScriptedApprover([]), store, "p").ask(request("rm y")).approved
    assert store.revoke("rm x") == 1
    assert not RememberedApprover(ScriptedApprover([]), store, "p").ask(request()).approved


@pytest.mark.parametrize("command", ["python x", "bash x", "git push", "env x", "sudo x", "python3.11 x", "/bin/sh x"])
def test_bare_interpreters_are_never_remembered(tmp_path: Path, command: str) -> None:
    approver = RememberedApprover(ScriptedApprover([YES]), ApprovalStore(tmp_path / "a.json"), "p")
    assert approver.ask(request(command)).scope == "once"
    assert not approver.ask(request(command)).approved


@pytest.mark.parametrize(
    ("mode", "verdict", "effect", "sandboxed", "expected"),
    [
        ("plan", "allow", Effect.MUTATE, True, "deny"),
        ("plan", "allow", Effect.READ, True, "allow"),
        ("auto", "ask", Effect.EXECUTE, True, "allow"),
        ("auto", "ask", Effect.EXECUTE, False, "ask"),
        ("auto", "deny", Effect.EXECUTE, True, "deny"),
        ("auto-edit", "ask", Effect.EXECUTE, True, "ask"),
        ("ask", "allow", Effect.EXECUTE, False, "ask"),
    ],
)
def test_modes(mode: str, verdict: str, effect: Effect, sandboxed: bool, expected: str) -> None:
    decision = Decision(verdict, "r", "x", sandbox="test")  # type: ignore[arg-type]
    assert apply_mode(decision, mode, effect=effect, sandboxed=sandboxed).verdict == expected  # type: ignore[arg-type]


def test_auto_edit_applies_patches() -> None:
    decision = Decision("ask", "default.mutate", "x")
    assert apply_mode(decision, "auto-edit", effect=Effect.MUTATE, sandboxed=False).verdict == "allow"


def asked(command: str) -> ApprovalRequest:
    """As the gate asks: the words are not decoded yet."""
    return ApprovalRequest("run_cmd", {}, ASK, command, "/w")


@pytest.mark.parametrize("command", ["python x", "bash -c x", "FOO=1 git push", "x && sudo y", "(env x)", "/bin/sh x"])
def test_a_bare_interpreter_anywhere_is_never_remembered(command: str) -> None:
    remember, why_not = rememberable(asked(command))
    assert remember == "never"
    assert "too many things" in why_not


def test_why_an_approval_is_not_remembered_names_the_rule() -> None:
    decision = Decision("ask", "ask.rm", "x", source="policy.toml:7", remember="session")
    assert rememberable(ApprovalRequest("run_cmd", {}, decision, "rm x")) == (
        "session", "rule ask.rm (policy.toml:7) lets it be remembered for the session only",
    )  # fmt: skip


def test_quoting_makes_no_new_question_and_meaning_does() -> None:
    key = approval_key(asked("rm x"), "p")
    for same in ("rm  x", "rm 'x'", 'r"m" x', " rm x "):
        assert approval_key(asked(same), "p") == key
    for other in ("rm x y", "rm 'x '", "rm x &", "rm x > y", "rm $x", "A=1 rm x", "rm x; rm x", "! rm x", "rm x*"):
        assert approval_key(asked(other), "p") != key
    assert shell.simple_argv("rm x # y", Path("/")) == ()


def test_another_patch_with_the_same_id_is_another_question() -> None:
    def patch(diff: str) -> ApprovalRequest:
        return ApprovalRequest("apply_patch", {"patch_id": "p1"}, ASK, preview=diff)

    assert approval_key(patch("+a"), "p") != approval_key(patch("+b"), "p")
    assert rememberable(patch("+a"))[0] == "never"
    approver = RememberedApprover(ScriptedApprover([YES]), ApprovalStore(), "p")
    assert approver.ask(patch("+a")).scope == "once"
    assert not approver.ask(patch("+a")).approved
