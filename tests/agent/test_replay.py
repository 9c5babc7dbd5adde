"""Recorded runs again: the same, parted, forked, and as fixtures."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from agent_runtime.agent.divergence import Divergence
from agent_runtime.agent.replay import fork, replay
from agent_runtime.config import Settings
from agent_runtime.errors import RecordsError
from agent_runtime.governance.approval import ScriptedApprover
from agent_runtime.models.scripted import Reply, ScriptedModel
from agent_runtime.records.runs import list_runs
from agent_runtime.types import Approval, Event, Outcome, RunResult
from tests.agent.conftest import MakeSession, code
from tests.conftest import git

EDIT = "p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\nprint(apply_patch(p['patch_id']))"
LOOK = "print(read_file('pkg/greet.py')['text'])\nprint(run_cmd('cat main.py'))"

NO_CATS = """version = 1

[[rule]]
id = "no-cat"
program = "cat"
decision = "DENY"
reason = "no cats"
"""


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def edited(make_session: MakeSession, repo: Path) -> RunResult:
    """A run with a read, a command, an edit that was approved, one that was refused, and a denied command."""
    (repo / "main.py").write_text("print('not committed')\n")
    refusal = Approval(approved=False, source="user", comment="not the readme")
    session = make_session(
        [
            code(LOOK),
            code(EDIT),
            code("p = propose_patch('README.md', old='Example', new='Sample')\napply_patch(p['patch_id'])"),
            code("run_cmd('rm -rf / --no-preserve-root')"),
            code("final_answer(read_file('pkg/greet.py')['text'])"),
        ],
        answers=[True, refusal],
    )
    return session.run("say Hi")


def test_the_same_again_and_nothing_of_the_users_is_touched(edited: RunResult, repo: Path) -> None:
    assert edited.outcome is Outcome.CLAIMED
    before, runs = snapshot(repo), list_runs()
    report = replay(edited.run_dir)
    assert (report.divergence, report.steps, report.tool_calls, report.outcome) == (None, 5, 8, "claimed")
    assert report.notes == ()
    assert (snapshot(repo), list_runs()) == (before, runs)


def test_what_was_changed_since_does_not_matter(edited: RunResult, repo: Path) -> None:
    (repo / "pkg" / "greet.py").write_text("something else\n")
    (repo / "README.md").unlink()
    git(repo, "commit", "-qam", "later")
    assert replay(edited.run_dir).divergence is None


def changed(run: Path, old: str, new: str, copy: Path) -> Path:
    """A copy of a run whose record says something else."""
    shutil.copytree(run, copy)
    trace = copy / "trace.jsonl"
    assert old in trace.read_text()
    trace.write_text(trace.read_text().replace(old, new))
    return copy


def test_the_first_divergence_is_told_with_both_sides(edited: RunResult, tmp_path: Path) -> None:
    other = changed(edited.run_dir, "print('not committed')", "print('recorded otherwise')", tmp_path / "other")
    report = replay(other, trusted=True)
    assert report.divergence is not None
    assert (report.divergence.step, report.divergence.what) == (1, "result of run_cmd (call c2)")
    assert "recorded otherwise" in json.dumps(report.divergence.recorded)
    assert "not committed" in json.dumps(report.divergence.replayed)


def test_another_policy_parts_the_run(edited: RunResult, tmp_path: Path) -> None:
    policy = tmp_path / "strict.toml"
    policy.write_text(NO_CATS)
    report = replay(edited.run_dir, policy_file=policy)
    assert report.divergence is not None
    assert report.divergence.what == "policy for run_cmd (call c2)"
    assert str(report.divergence.replayed).startswith("deny by no-cat")
    assert "The policy is not the recorded one." in report.notes


def test_approvals_of_another_users_recording_do_not_count(edited: RunResult, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    shutil.copytree(edited.run_dir, foreign)
    report = replay(foreign)
    assert report.divergence == Divergence(2, "approval of apply_patch (call c4)", "approved", "rejected")
    assert replay(foreign, trusted=True).same


def test_an_approval_stands_for_its_own_call_only(edited: RunResult, tmp_path: Path) -> None:
    """Arguments that come out otherwise are not covered by what a person approved."""
    other = tmp_path / "other"
    shutil.copytree(edited.run_dir, other)
    trace = other / "trace.jsonl"
    trace.write_text(trace.read_text().replace("new='Hi'", "new='Evil'"))
    report = replay(other, trusted=True)
    assert report.divergence is not None
    assert report.divergence.step == 2


def test_a_conversation_is_played_from_its_start(make_session: MakeSession, repo: Path) -> None:
    session = make_session(
        [code("x = 20\nfinal_answer(x)"), code("open_files = read_file('README.md')['text']\nfinal_answer(x + 1)")]
    )
    session.run("one")
    (repo / "README.md").write_text("# edited in between\n")
    second = session.run("two", reset=False)
    report = replay(second.run_dir)
    assert (report.divergence, report.notes) == (
        None, ("It goes on with a conversation: 1 earlier runs are played first.",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        ([code("print('same')")] * 5, "loop"),
        ([code(f"print({n})") for n in range(3)], "limit"),
        ([code("print(1)"), Reply(error="unreachable")], "model_unavailable"),
        ([code("1/0"), code("print(read_file('nothing.py'))"), "no code here", code("final_answer(None)")], "answered"),
    ],
)
def test_other_endings(make_session: MakeSession, replies: list[str | Reply], outcome: str) -> None:
    result = make_session(replies, agent_max_steps=4 if outcome != "limit" else 3).run("go")
    assert result.outcome.value == outcome
    assert replay(result.run_dir).divergence is None


def test_a_step_that_was_broken_off_is_not_played(make_session: MakeSession) -> None:
    session = make_session([code("print(1)"), code("list_files()\nwhile True: pass")])

    def on_event(event: Event) -> None:
        if event.kind == "tool_finished":
            threading.Timer(0.2, session.interrupt).start()

    session.on_event = on_event
    result = session.run("never ends")
    report = replay(result.run_dir)
    assert (report.divergence, report.steps, report.outcome) == (None, 1, "interrupted")
    assert report.notes == ("The run was broken off in step 2, which is not played.",)


def test_a_run_without_a_model_is_refused(make_session: MakeSession) -> None:
    from agent_runtime.types import ToolCall

    make_session().call(ToolCall("c1", "list_files", {}))
    with pytest.raises(RecordsError, match="no model has said"):
        replay(list_runs()[-1])


def test_a_fork_goes_on_with_another_model(edited: RunResult, repo: Path, tmp_path: Path) -> None:
    before = snapshot(repo)
    live = ScriptedModel([code("final_answer(open_question := read_file('pkg/greet.py')['text'])")], name="live")
    asked = ScriptedApprover([])
    place = tmp_path / "fork"
    done = fork(edited.run_dir, 3, live, place=place, approver=asked, settings=Settings(phoenix_enabled=False))
    assert (done.result.outcome, done.result.steps, done.result.model) == (Outcome.CLAIMED, 3, "live")
    assert "Hi" in str(done.result.answer)
    assert (snapshot(repo), asked.requests) == (before, [])
    assert "Hi" in (done.workspace / "pkg" / "greet.py").read_text()
    metadata = json.loads((done.result.run_dir / "metadata.json").read_text())
    assert (metadata["forked_from"], metadata["fork_step"]) == (edited.run_id, 3)
    assert 'return "Hello, " + name' in "".join(message.content for message in live.prompts[0])
    with pytest.raises(RecordsError, match="has no step 9"):
        fork(edited.run_dir, 9, live, place=tmp_path / "f2", approver=asked, settings=Settings(phoenix_enabled=False))


def test_after_the_fork_the_person_is_asked(edited: RunResult, tmp_path: Path) -> None:
    live = ScriptedModel([code(EDIT.replace("Hello", "Hi").replace("'Hi')", "'Hey')")), code("final_answer(1)")])
    asked = ScriptedApprover([True])
    fork(edited.run_dir, 3, live, place=tmp_path / "f", approver=asked, settings=Settings(phoenix_enabled=False))
    assert [request.tool for request in asked.requests] == ["apply_patch"]


def test_a_fixture_replays_without_its_repository(edited: RunResult, repo: Path, tmp_path: Path) -> None:
    from agent_runtime.agent.fixture import export_fixture

    fixture = tmp_path / "fixtures" / "say-hi"
    assert export_fixture(edited.run_dir, fixture) == ()
    shutil.rmtree(repo)
    shutil.rmtree(edited.run_dir)
    report = replay(fixture, trusted=True)
    assert (report.divergence, report.steps) == (None, 5)
    with pytest.raises(RecordsError, match="exists"):
        export_fixture(fixture, fixture)


def test_a_fixture_holds_no_secrets(make_session: MakeSession, repo: Path, tmp_path: Path) -> None:
    from agent_runtime.agent.fixture import export_fixture

    (repo / ".env").write_text("DB_PASSWORD=correct-horse-battery\n")
    (repo / "notes.txt").write_text("the password is correct-horse-battery\n")
    (repo / "plain.txt").write_text("nothing\n")
    result = make_session([code("final_answer(1)")]).run("one")
    fixture = tmp_path / "fixture"
    assert sorted(export_fixture(result.run_dir, fixture)) == [".env", "notes.txt"]
    everything = b"".join(path.read_bytes() for path in fixture.rglob("*") if path.is_file())
    assert b"correct-horse" not in everything
    assert b"nothing" in everything


def test_every_call_is_judged_anew(edited: RunResult, tmp_path: Path) -> None:
    from agent_runtime.agent.simulate import simulate

    policy = tmp_path / "strict.toml"
    policy.write_text(NO_CATS)
    found = simulate([edited.run_dir], policy)
    assert (found.runs, found.calls, found.unjudged) == (1, 8, 0)
    (change,) = found.changes
    assert (change.step, change.tool, change.subject, change.before, change.after, change.after_rule) == (
        1, "run_cmd", "cat main.py", "allow", "deny", "no-cat",
    )  # fmt: skip
    policy.write_text("version = 1\n")
    assert simulate([edited.run_dir], policy).changes == ()
