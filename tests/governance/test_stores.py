"""Attacks on what the user trusts and has approved: the files, what is in them, and what comes between look and use."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_runtime.errors import AgentRuntimeError, ConfigError, PolicyError
from agent_runtime.governance.approval import (
    ApprovalRequest,
    ApprovalStore,
    RememberedApprover,
    ScriptedApprover,
    approval_key,
    rememberable,
)
from agent_runtime.governance.instructions import Steering, trusted_instructions
from agent_runtime.governance.pending import PendingApprovals
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.shell import simple_argv
from agent_runtime.governance.trust import TrustStore, read_private_json, write_private_json
from agent_runtime.types import Approval, Decision

ASK = Decision("ask", "mine", "x", remember="project")


def asked(command: str, cwd: str = "/w") -> ApprovalRequest:
    return ApprovalRequest("run_cmd", {}, ASK, command, cwd, argv=simple_argv(command, Path(cwd)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "entries.json"
    write_private_json(path, {"a": "b"})
    return path


def make_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def make_link_to(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return make


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text("{"),
        lambda path: path.write_text('["a"]'),
        lambda path: path.write_bytes(b'{"a": "\xff"}'),
        lambda path: path.write_text("[" * 200_000),
        lambda path: os.truncate(path, 1 << 40),
        lambda path: path.chmod(0o666),
        lambda path: path.chmod(0o620),
        lambda path: path.parent.chmod(0o777),
        make_fifo,
        make_link_to("/dev/zero"),
        make_link_to("entries.json"),
    ],
    ids=["torn", "list", "bytes", "deep", "huge", "world", "group", "folder", "fifo", "device", "loop"],
)
def test_a_store_that_is_not_as_it_was_written_is_refused(file: Path, spoil: Callable[[Path], object]) -> None:
    spoil(file)
    for use in (
        lambda: TrustStore(file).entries(),
        lambda: TrustStore(file).keep({"x": "y"}),
        lambda: ApprovalStore(file).has("x"),
        lambda: ApprovalStore(file).revoke("x"),
        lambda: PendingApprovals(file).take("x"),
    ):
        with pytest.raises(ConfigError):
            use()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("whose", ["file", "folder"])
def test_a_store_of_another_user_is_refused(file: Path, whose: str) -> None:
    os.chown(file if whose == "file" else file.parent, 12345, 12345)
    with pytest.raises(ConfigError, match="another user"):
        read_private_json(file)


def test_entries_that_nobody_could_have_made_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "entries.json"
    key = approval_key(asked("x"), "p")
    for value in ("yes", True, 1, None, [], ["shown"]):
        write_private_json(path, {key: value})
        store = ApprovalStore(path)
        assert (store.list(), store.has(key)) == ([], False)
        assert store.revoke(key) == 1
        assert PendingApprovals(path).take(key) is False
    for granted in ("false", "true", 1, [0], None):
        write_private_json(path, {key: {"granted": granted, "asked_at": 1.0}})
        assert PendingApprovals(path).take(key) is False
    write_private_json(path, {key: {"granted": True, "asked_at": "soon"}})
    assert PendingApprovals(path).list() == []


def test_nothing_is_lost_when_several_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "approvals.json"

    def work(number: int) -> None:
        for each in range(10):
            ApprovalStore(path).grant(asked(f"tool {number} {each}"), "p")
            TrustStore(path).keep({f"{number}/{each}": "x"})
        ApprovalStore(path).revoke(f"tool {number} 0")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ApprovalStore(path).list()) == 36
    assert len(read_private_json(path)) == 76


def test_a_grant_is_used_once_by_one(tmp_path: Path) -> None:
    path = tmp_path / "pending.json"
    key = approval_key(asked("x"), "p")
    PendingApprovals(path).add(asked("x"), key)
    PendingApprovals(path).grant(key[:8])
    taken: list[bool] = []
    threads = [threading.Thread(target=lambda: taken.append(PendingApprovals(path).take(key))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 7 + [True]


def test_trust_does_not_come_through_a_link(tmp_path: Path) -> None:
    """A repository may link its policy file to one that is trusted elsewhere."""
    mine, theirs, store = tmp_path / "mine", tmp_path / "theirs", TrustStore(tmp_path / "s" / "trust.json")
    for folder in (mine, theirs):
        folder.mkdir()
    rule = 'version = 1\n[[rule]]\nid = "w"\nprogram = "build-tool"\ndecision = "ALLOW"\nreason = "mine"\n'
    (mine / "policy.toml").write_text(rule)
    (theirs / "policy.toml").symlink_to(mine / "policy.toml")
    store.trust(mine / "policy.toml")

    def verdict(workspace: Path) -> str:
        return Policy.load(workspace, user_file=tmp_path / "none", trust=store).decide_command("build-tool").verdict

    assert (verdict(mine), verdict(theirs)) == ("allow", "ask")
    assert verdict(mine / ".." / "mine") == "allow"


def test_trust_is_for_what_was_shown(tmp_path: Path) -> None:
    """The files change between the screen and the answer."""
    store = TrustStore(tmp_path / "s" / "trust.json")
    (tmp_path / "AGENTS.md").write_text("harmless")
    steering = Steering.of(tmp_path)
    (tmp_path / "AGENTS.md").write_text("evil")
    steering.keep("yes", store)
    assert trusted_instructions(tmp_path, 100, store) == ""
    (tmp_path / "AGENTS.md").write_text("harmless")
    assert trusted_instructions(tmp_path, 100, store) == "harmless"


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/tty", "fifo", "."])
def test_what_a_repository_brings_cannot_hang_the_start(tmp_path: Path, target: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    for name in ("policy.toml", "AGENTS.md"):
        (tmp_path / name).symlink_to(target)
    assert Steering.of(tmp_path).files == ()
    assert trusted_instructions(tmp_path, 100) == ""
    with pytest.raises(AgentRuntimeError):
        TrustStore().trust(tmp_path / "policy.toml")
    with pytest.raises(PolicyError, match=r"policy\.toml"):
        Policy.load(tmp_path)


def test_an_untrusted_workspace_file_grants_nothing_with_a_question(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(
        'version = 1\n[[rule]]\nid = "w"\nprogram = ["npm", "new-tool"]\ndecision = "REQUIRE_APPROVAL"\n'
        'remember = "project"\nnetwork = true\nsandbox = "approved"\nreason = "reviewed"\n'
    )
    store = TrustStore(tmp_path / "s" / "trust.json")

    def granted(command: str) -> tuple[str, str, bool]:
        decision = Policy.load(tmp_path, user_file=tmp_path / "none", trust=store).decide_command(command)
        return decision.rule, decision.remember, decision.network

    for command in ("npm run build", "new-tool", "npm install x && new-tool"):
        assert granted(command) == ("w", "never", False)
    store.trust(tmp_path / "policy.toml")
    assert granted("new-tool") == ("w", "project", True)


@pytest.mark.parametrize("odd", ["\\u001b[2J", "\\u202e", "\\u0007", "\\u200b", "\\u007f", "\\u0000", "x" * 500])
@pytest.mark.parametrize("field", ["id", "reason", "suggestion"])
def test_what_a_policy_says_is_one_line_that_does_nothing(tmp_path: Path, field: str, odd: str) -> None:
    words = {"id": "x", "reason": "r", "suggestion": "s"}
    file = tmp_path / "policy.toml"

    def rule() -> str:
        return "".join(f'{name} = "{value}"\n' for name, value in words.items())

    file.write_text('version = 1\n[[rule]]\nprogram = "x"\ndecision = "DENY"\n' + rule())
    assert Policy.load(tmp_path)
    words[field] = f"a{odd}b"
    file.write_text('version = 1\n[[rule]]\nprogram = "x"\ndecision = "DENY"\n' + rule())
    with pytest.raises(PolicyError, match=r"policy\.toml:2") as caught:
        Policy.load(tmp_path)
    assert str(caught.value).isprintable()


def test_lines_in_a_reason_are_joined(tmp_path: Path) -> None:
    text = 'version = 1\n[[rule]]\nid = "x"\nprogram = "x"\ndecision = "DENY"\nreason = "a\\r\\nallow? [y/n]"\n'
    (tmp_path / "policy.toml").write_text(text)
    assert Policy.load(tmp_path).decide_command("x").reason == "a allow? [y/n]"


def test_a_policy_that_everybody_may_write_is_refused(tmp_path: Path) -> None:
    user = tmp_path / "user.toml"
    user.write_text("version = 1\n")
    assert Policy.load(tmp_path, user_file=user)
    user.chmod(0o646)
    with pytest.raises(PolicyError, match="may write"):
        Policy.load(tmp_path, user_file=user)


def test_what_a_command_may_see_is_part_of_the_policy(tmp_path: Path) -> None:
    digests = {Policy.load(tmp_path, allow_secrets=secrets, sudo_ok=sudo).digest
               for secrets in (True, False) for sudo in (True, False)}  # fmt: skip
    assert len(digests) == 4


@pytest.mark.parametrize(
    "command",
    [
        "timeout 5 git push",
        "nice -n 5 python3.12 x.py",
        "time bash x.sh",
        "command node x.js",
        "nohup stdbuf -o0 perl x.pl",
        "setsid env x",
        "busybox sh x",
        "parallel x",
        "strace x",
        "x | Rscript y",
        "x && timeout 1 /usr/bin/git push",
        "awk x",
        "gawk x",
        "pypy3 x",
    ],
)
def test_one_answer_never_stands_for_all_an_interpreter_can_do(command: str) -> None:
    assert rememberable(asked(command))[0] == "never"


def test_other_commands_are_other_questions(tmp_path: Path) -> None:
    """Nothing of these may be taken for another one: what differs in effect has another key."""
    commands = [
        "tool a", "tool 'a '", "tool a\\ ", "tool 'a' ''", "tool \"a\"'b'", "tool a*", "tool 'a*'", "tool ~",
        "tool '~'", "tool '$HOME'", "tool '{a,b}'", "tool a b", "tool 'a b'", "tool a\nb", "tool 'a\nb'",
        "tool a # b", "tool 'a #' b", "tool a &", "tool a > b", "tool a '>' b", "tool a;", "! tool a", "A=1 tool a",
        "'A=1' tool a", "tool a | cat", "(tool a)", "tool a <<< b", "tool $(a)", "tool '$(a)'", "tool a 2>&1",
        "Tool a", "./tool a", "/tool a", "tool A", "tool \u0430", "tool a\u0301", "tool \u00e1", "tool \\\na b c",
        "tool $'a\\nb'x",
    ]  # fmt: skip
    keys = [approval_key(asked(command), "p") for command in commands]
    assert len(set(keys)) == len(keys)
    assert approval_key(asked("tool a"), "p") == approval_key(asked("'tool'  \"a\""), "p")


def test_directory_policy_and_tool_are_part_of_the_key() -> None:
    key = approval_key(asked("tool a"), "p")
    assert approval_key(asked("tool a", "/w/"), "p") != key
    assert approval_key(asked("tool a", "/w/../v"), "p") != key
    assert approval_key(asked("tool a"), "q") != key
    assert approval_key(ApprovalRequest("run_tests", {}, ASK, "tool a", "/w"), "p") != key


def test_a_revoked_approval_is_gone_for_a_session_that_runs(tmp_path: Path) -> None:
    store = ApprovalStore(tmp_path / "approvals.json")
    approver = RememberedApprover(
        ScriptedApprover([Approval(approved=True, source="user", scope="project")]), store, "p"
    )
    assert approver.ask(asked("tool a")).approved
    assert approver.ask(asked("tool a")).source == "remembered"
    store.revoke(store.list()[0].key)
    assert not approver.ask(asked("tool a")).approved


def test_the_store_keeps_odd_names(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9\n\"'")
    folder.mkdir()
    (folder / "policy.toml").write_text("version = 1\n")
    store = TrustStore(tmp_path / "s" / "trust.json")
    store.trust(folder / "policy.toml")
    assert store.trusts(folder / "policy.toml", b"version = 1\n")
    assert json.loads(store.path.read_text())
    assert store.revoke(folder / "policy.toml")
    assert not store.trusts(folder / "policy.toml", b"version = 1\n")
