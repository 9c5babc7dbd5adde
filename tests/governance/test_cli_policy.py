"""`policy`, `approvals` and `trust` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from agent_runtime.governance.trust import TrustStore
from agent_runtime.interfaces.cli_policy import approvals_app, policy_app, trust


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("command", "code"), [("ls", 0), ("rm x", 1), ("rm -rf /", 2)])
def test_check_exits_by_verdict(command: str, code: int) -> None:
    assert CliRunner().invoke(policy_app, ["check", command]).exit_code == code


def test_a_batch_gives_one_result_a_line(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    batch = tmp_path / "batch"
    batch.write_text('{"command": "cat ../x"}\n{"command": "cat ../x", "cwd": "src"}\n')
    result = CliRunner().invoke(policy_app, ["check", "--batch", str(batch)])
    assert [json.loads(line)["verdict"] for line in result.output.splitlines()] == ["ask", "allow"]
    assert set(json.loads(result.output.splitlines()[0])) >= {"command", "verdict", "rule", "reason"}


def test_explain_names_rule_file_and_line() -> None:
    assert "read.ls (policy.toml:" in CliRunner().invoke(policy_app, ["explain", "ls && git push"]).output


def test_check_path_batch(tmp_path: Path) -> None:
    batch = tmp_path / "batch"
    batch.write_text('{"op": "read", "path": "a.py"}\n{"op": "write", "path": ".git/config"}\n')
    result = CliRunner().invoke(policy_app, ["check-path", "--batch", str(batch)])
    assert [json.loads(line)["verdict"] for line in result.output.splitlines()] == ["allow", "deny"]


def test_the_examples_hold() -> None:
    assert CliRunner().invoke(policy_app, ["test"]).exit_code == 0


def test_approvals_are_granted_only_where_a_rule_allows() -> None:
    assert CliRunner().invoke(approvals_app, ["grant", "git push"]).exit_code == 1
    assert CliRunner().invoke(approvals_app, ["list"]).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["grant", ""], 2, "Give a command"),
        (["grant", "x", "-w", "nowhere"], 2, "'nowhere' is no folder"),
        (["grant", "ls"], 1, "allow without a question"),
        (["grant", "sudo ls"], 1, "deny without a question"),
        (["grant", "rm x"], 1, "for the session only"),
        (["grant", "python x"], 1, "too many things"),
        (["revoke", ""], 1, "0 revoked"),
        (["revoke", "zzz"], 1, "0 revoked"),
    ],
)
def test_approvals_with_bad_input(arguments: list[str], code: int, words: str) -> None:
    result = CliRunner().invoke(approvals_app, arguments)
    assert (result.exit_code, words in result.output) == (code, True), result.output


def test_a_file_that_is_no_policy_is_not_trusted(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(trust)
    for content in ("garbage = [", "version = 9\n"):
        Path("policy.toml").write_text(content)
        assert CliRunner().invoke(app, []).exit_code == 2
    assert CliRunner().invoke(app, ["none.toml"]).exit_code == 2
    assert TrustStore().entries() == {}
    Path("policy.toml").write_text("version = 1\n")
    assert CliRunner().invoke(app, []).exit_code == 0
    assert list(TrustStore().entries()) == [str(tmp_path / "policy.toml")]


@pytest.mark.parametrize(
    ("arguments", "code"), [(["read", "a.py"], 0), (["read", ".env"], 2), (["write", ".git/x"], 2)]
)
def test_check_path_takes_an_operation_and_a_path(arguments: list[str], code: int) -> None:
    assert CliRunner().invoke(policy_app, ["check-path", *arguments]).exit_code == code


@pytest.mark.parametrize(
    ("command", "line", "words"),
    [
        ("check", None, "'batch' cannot be read"),
        ("check", b"\xff\n", "'batch' cannot be read"),
        ("check", b"{\n", "batch:1: no JSON"),
        ("check", b"[1]\n", "batch:1: no JSON object"),
        ("check", b'{"command": "ls"}\n{"x": 1}\n', "batch:2: 'command' must be a text, not None"),
        ("check", b'{"command": 5}\n', "'command' must be a text, not 5"),
        ("check", b'{"command": "ls", "cwd": 7}\n', "'cwd' must be a text, not 7"),
        ("check-path", b'{"op": "x", "path": "a"}\n', "batch:1: 'x' is neither read nor write"),
        ("check-path", b'{"path": "a"}\n', "'op' must be a text"),
    ],
)
def test_a_bad_batch_names_file_line_and_value(tmp_path: Path, command: str, line: bytes | None, words: str) -> None:
    if line is not None:
        (tmp_path / "batch").write_bytes(line)
    result = CliRunner().invoke(policy_app, [command, "--batch", "batch"])
    assert (result.exit_code, words in result.stderr) == (2, True), result.output


@pytest.mark.parametrize("arguments", [["check", "ls"], ["explain", "ls"], ["test"], ["check-path", "read", "a"]])
def test_an_absent_workspace_is_named(arguments: list[str]) -> None:
    result = CliRunner().invoke(policy_app, [*arguments, "--workspace", "nowhere"])
    assert (result.exit_code, "'nowhere' is no folder" in result.stderr) == (2, True)
