"""Undo restores every byte and mode, refuses over the user's work, and a killed apply is all-old or all-new."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_runtime.errors import RecordsError
from agent_runtime.records.atomic import Change, commit, recover
from agent_runtime.records.checkpoints import Checkpoints, find_run_dirs, recover_workspace
from agent_runtime.records.tree import Entry, Tree
from agent_runtime.records.undo import carry_out, plan_redo, plan_undo, run_diff


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def checkpoints(work: Path, tmp_path: Path) -> Checkpoints:
    return Checkpoints(work, tmp_path / "runs" / "r1")


def picture(folder: Path) -> dict[str, tuple[str, int, bytes]]:
    """Every entry below a folder, without `.git`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] == ".git":
            continue
        if path.is_symlink():
            found[name] = ("link", 0, os.fsencode(path.readlink()))
        elif path.is_dir():
            found[name] = ("folder", 0, b"")
        else:
            found[name] = ("file", path.stat().st_mode & 0o777, path.read_bytes())
    return found


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_undo_and_redo_of_a_patch(checkpoints: Checkpoints, work: Path) -> None:
    (work / "a.txt").write_text("one\n")
    (work / "a.txt").chmod(0o750)
    (work / "l").symlink_to("a.txt")
    old = picture(work)
    identity = checkpoints.take(["a.txt", "new/deep/b.txt", "l"], "patch p1", 1)
    (work / "a.txt").unlink()
    (work / "l").unlink()
    (work / "l").symlink_to("elsewhere")
    (work / "new/deep").mkdir(parents=True)
    (work / "new/deep/b.txt").write_text("b\n")
    checkpoints.finish(identity)
    new = picture(work)
    plan = plan_undo(checkpoints)
    assert sorted(item.path for item in plan.items) == ["a.txt", "l", "new/deep/b.txt"]
    assert picture(work) == new
    carry_out(checkpoints, plan)
    assert picture(work) == old
    with pytest.raises(RecordsError, match="nothing to undo"):
        plan_undo(checkpoints)
    carry_out(checkpoints, plan_redo(checkpoints))
    assert picture(work) == new
    carry_out(checkpoints, plan_undo(checkpoints))
    assert picture(work) == old


def test_undo_refuses_where_the_user_has_edited_and_merges_on_request(checkpoints: Checkpoints, work: Path) -> None:
    lines = [f"line {i}\n" for i in range(20)]
    file = work / "a.txt"
    file.write_text("".join(lines))
    identity = checkpoints.take(["a.txt"], "patch p1", 1)
    file.write_text("".join(lines).replace("line 3\n", "LINE 3\n"))
    checkpoints.finish(identity)
    file.write_text(file.read_text().replace("line 15\n", "mine\n"))
    mine = file.read_text()
    plan = plan_undo(checkpoints)
    assert [item.conflict for item in plan.conflicts] == ["mergeable"]
    with pytest.raises(RecordsError, match=r"a\.txt.*--merge"):
        carry_out(checkpoints, plan)
    assert file.read_text() == mine
    carry_out(checkpoints, plan, merge=True)
    assert file.read_text() == "".join(lines).replace("line 15\n", "mine\n")


def test_what_cannot_be_merged_is_left_alone(checkpoints: Checkpoints, work: Path) -> None:
    file = work / "a.txt"
    file.write_text("one\n")
    identity = checkpoints.take(["a.txt"], "patch p1", 1)
    file.write_text("two\n")
    checkpoints.finish(identity)
    file.write_text("three\n")
    plan = plan_undo(checkpoints)
    with pytest.raises(RecordsError, match="by hand"):
        carry_out(checkpoints, plan, merge=True)
    assert file.read_text() == "three\n"


def test_a_change_after_the_plan_was_shown_is_refused(checkpoints: Checkpoints, work: Path) -> None:
    file = work / "a.txt"
    file.write_text("one\n")
    identity = checkpoints.take(["a.txt"], "patch p1", 1)
    file.write_text("two\n")
    checkpoints.finish(identity)
    plan = plan_undo(checkpoints)
    file.write_text("three\n")
    with pytest.raises(RecordsError, match="someone else"):
        carry_out(checkpoints, plan)
    assert file.read_text() == "three\n"


def test_one_step_of_several(checkpoints: Checkpoints, work: Path) -> None:
    for step, name in enumerate(["a", "b", "a"], start=1):
        identity = checkpoints.take([name], f"patch p{step}", step)
        (work / name).write_text(f"{step}\n")
        checkpoints.finish(identity)
    carry_out(checkpoints, plan_undo(checkpoints, step=2))
    assert picture(work) == {"a": ("file", (work / "a").stat().st_mode & 0o777, b"3\n")}
    assert plan_undo(checkpoints, step=1).conflicts
    carry_out(checkpoints, plan_undo(checkpoints, last=True))
    assert (work / "a").read_text() == "1\n"
    assert run_diff(checkpoints) == (
        "diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+1\n"
    )


def test_an_unfinished_checkpoint_is_never_undone_over_a_change(work: Path, tmp_path: Path) -> None:
    (work / "a.txt").write_text("one\n")
    Checkpoints(work, tmp_path / "r").take(["a.txt"], "patch p1", 1)
    (work / "a.txt").write_text("two\n")
    again = Checkpoints(work, tmp_path / "r")
    assert [item.conflict for item in plan_undo(again).items] == ["unmergeable"]


@pytest.mark.parametrize("repository", [True, False])
def test_what_a_command_changed_is_undone(work: Path, tmp_path: Path, repository: bool) -> None:
    (work / ".gitignore").write_text("build/\n*.log\n")
    (work / "src").mkdir()
    for name in ("src/a.py", "src/b.py", "src/c.py", "d.txt"):
        (work / name).write_text(f"{name}\n")
    (work / "src/c.py").chmod(0o755)
    (work / "l").symlink_to("d.txt")
    (work / "build").mkdir()
    (work / "build" / "out").write_text("x")
    (work / "big.bin").write_bytes(b"x" * (5 << 20))
    if repository:
        git(work, "init", "-q")
        git(work, "add", "src", ".gitignore", "l")
        git(work, "commit", "-qm", "x")
        os.utime(work / ".git" / "index", (4_000_000_000, 4_000_000_000))
    old = picture(work)
    checkpoints = Checkpoints(work, tmp_path / "run")
    before = checkpoints.scan()
    assert ("src/a.py" in before.inventory.clean) == repository
    assert before.left_out == ("big.bin",)
    assert "build/" in before.ignored
    subprocess.run(
        "rm src/a.py l; echo more >> src/b.py; chmod 600 src/c.py; mv d.txt e.txt; mkdir -p n/m; echo n > n/m/o; "
        "echo y > build/out; echo z > z.log; truncate -s 6000000 big.bin",
        shell=True,
        cwd=work,
        check=True,
    )
    identity = checkpoints.record_changes(before, "command", 3)
    found = checkpoints.all()[-1]
    assert found.id == identity
    assert sorted(found.before) == ["d.txt", "e.txt", "l", "n/m/o", "src/a.py", "src/b.py", "src/c.py"]
    assert found.left_out == ("big.bin",)
    assert plan_undo(checkpoints).left_out == ("big.bin",)
    carry_out(checkpoints, plan_undo(checkpoints))
    now = picture(work)
    for name in ("build/out", "z.log", "big.bin"):
        now.pop(name)
        old.pop(name, None)
    assert now == old
    assert checkpoints.record_changes(checkpoints.scan(), "true", 4) is None


def test_a_change_of_equal_size_right_after_the_scan_is_seen(checkpoints: Checkpoints, work: Path) -> None:
    file = work / "a.txt"
    file.write_text("one\n")
    before = checkpoints.scan()
    info = file.stat()
    file.write_text("two\n")
    os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert checkpoints.record_changes(before, "sneaky", 1)
    carry_out(checkpoints, plan_undo(checkpoints))
    assert file.read_text() == "one\n"


def test_a_repository_with_hostile_configuration_runs_nothing(checkpoints: Checkpoints, work: Path) -> None:
    git(work, "init", "-q")
    (work / "a.txt").write_text("one\n")
    git(work, "add", "a.txt")
    git(work, "commit", "-qm", "x")
    evil = f"touch {work}/pwned; cat"
    git(work, "config", "core.fsmonitor", evil)
    git(work, "config", "filter.x.clean", evil)
    git(work, "config", "filter.x.smudge", evil)
    git(work, "config", "core.hooksPath", str(work))
    (work / ".gitattributes").write_text("* filter=x\n")
    (work / "a.txt").write_text("two\n")
    before = checkpoints.scan()
    (work / "a.txt").write_text("three\n")
    checkpoints.record_changes(before, "x", 1)
    assert not (work / "pwned").exists()
    assert before.inventory.clean == {}


def test_a_torn_log_line_is_skipped(checkpoints: Checkpoints, work: Path) -> None:
    checkpoints.finish(checkpoints.take(["a"], "one", 1))
    log = checkpoints.folder / "checkpoints.jsonl"
    with log.open("ab") as stream:
        stream.write(b'{"id": "c2", "kind": "pat')
    assert [item.id for item in checkpoints.all()] == ["c1"]
    checkpoints.take(["b"], "two", 2)
    assert [item.label for item in checkpoints.all()] == ["one", "two"]


def test_a_damaged_snapshot_is_refused(checkpoints: Checkpoints, work: Path) -> None:
    (work / "a").write_text("one\n")
    identity = checkpoints.take(["a"], "x", 1)
    (work / "a").write_text("two\n")
    checkpoints.finish(identity)
    for file in (checkpoints.folder / "objects").rglob("*"):
        if file.is_file():
            file.write_bytes(b"other")
    with pytest.raises(RecordsError, match="damaged"):
        plan_undo(checkpoints)
    assert (work / "a").read_text() == "two\n"


def test_runs_of_a_workspace_are_found(checkpoints: Checkpoints, work: Path, tmp_path: Path) -> None:
    checkpoints.take(["a"], "x", 1)
    assert find_run_dirs(tmp_path / "runs", work) == [tmp_path / "runs" / "r1"]
    assert find_run_dirs(tmp_path / "runs", tmp_path) == []


# -- crashes -----------------------------------------------------------------------------------------------


def three_changes(work: Path) -> list[Change]:
    (work / "a.txt").write_text("old a\n")
    (work / "gone.txt").write_text("old gone\n")
    mode = (work / "gone.txt").stat().st_mode & 0o777
    return [
        Change("a.txt", Entry("file", b"old a\n", mode), Entry("file", b"new a\n", 0o755)),
        Change("gone.txt", Entry("file", b"old gone\n", mode), None),
        Change("d/e/new.txt", None, Entry("file", b"new\n", 0o640)),
    ]


def points(tmp_path: Path) -> list[str]:
    work = tmp_path / "probe"
    work.mkdir()
    seen: list[str] = []
    commit(Tree(work), three_changes(work), tmp_path / "probe-journal", seen.append)
    return seen


def test_kill_at_every_point_is_all_old_or_all_new(tmp_path: Path) -> None:
    outcomes = []
    for number, point in enumerate(points(tmp_path)):
        work, runs = tmp_path / f"w{number}", tmp_path / f"runs{number}"
        work.mkdir()
        changes = three_changes(work)
        old = picture(work)
        journal = runs / "r" / "checkpoints" / "journal"
        pid = os.fork()
        if pid == 0:

            def die(at: str, wanted: str = point) -> None:
                if at == wanted:
                    os.kill(os.getpid(), signal.SIGKILL)

            commit(Tree(work), changes, journal, die)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        done = recover_workspace(runs, work)
        assert len(done) == 1
        new = {
            "a.txt": ("file", 0o755, b"new a\n"),
            "d": ("folder", 0, b""),
            "d/e": ("folder", 0, b""),
            "d/e/new.txt": ("file", 0o640, b"new\n"),
        }
        assert picture(work) == (new if done[0].completed else old), point
        outcomes.append(done[0].completed)
        assert list(journal.iterdir()) == []
        assert recover_workspace(runs, work) == []
    assert set(outcomes) == {False, True}


def test_a_patch_that_was_killed_and_finished_can_be_undone(
    checkpoints: Checkpoints, work: Path, tmp_path: Path
) -> None:
    changes = three_changes(work)
    old = picture(work)

    def stop(point: str) -> None:
        if point == "placed a.txt":
            raise KeyboardInterrupt

    checkpoints.take([change.path for change in changes], "patch p1", 1)
    with pytest.raises(KeyboardInterrupt):
        commit(checkpoints.tree, changes, checkpoints.journal_dir, stop)
    again = Checkpoints(work, tmp_path / "runs" / "r1")
    assert again.recover()[0].completed
    assert (work / "d/e/new.txt").exists()
    carry_out(again, plan_undo(again))
    assert picture(work) == old


def test_around_keeps_the_outcome_of_a_failure_too(checkpoints: Checkpoints, work: Path) -> None:
    with contextlib.suppress(KeyError), checkpoints.around(["a"], "patch p1", 1):
        (work / "a").write_text("x")
        raise KeyError
    carry_out(checkpoints, plan_undo(checkpoints))
    assert picture(work) == {}


def test_recovery_leaves_what_the_user_wrote_after_the_crash(work: Path, tmp_path: Path) -> None:
    changes = three_changes(work)

    def stop(point: str) -> None:
        if point == "committed":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commit(Tree(work), changes, tmp_path / "j", stop)
    (work / "a.txt").write_text("mine\n")
    assert recover(Tree(work), tmp_path / "j")[0].conflicts == ("a.txt",)
    assert (work / "a.txt").read_text() == "mine\n"
    assert sorted(path.name for path in work.iterdir()) == ["a.txt", "d"]


def test_a_link_on_the_way_is_not_followed(work: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (work / "d").symlink_to(tmp_path / "outside")
    with pytest.raises(RecordsError, match="symbolic link"):
        commit(Tree(work), [Change("d/x", None, Entry("file", b"x"))], tmp_path / "j")
    with pytest.raises(RecordsError, match="no path inside"):
        Tree(work).read("../x")
    assert list((tmp_path / "outside").iterdir()) == []


# -- properties --------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "d/a", "d/e/c", "x y"])
ACTION = st.tuples(
    st.sampled_from(["write", "delete", "chmod", "link", "rename"]),
    NAMES,
    NAMES,
    st.binary(max_size=20),
    st.sampled_from([0o644, 0o600, 0o755, 0o444]),
)


def act(work: Path, action: tuple[str, str, str, bytes, int]) -> None:
    verb, name, other, data, mode = action
    path = work / name
    if verb == "write" or verb == "link":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if verb == "link":
            path.symlink_to(other)
        else:
            path.write_bytes(data)
            path.chmod(mode)
    elif path.is_symlink() or path.is_file():
        if verb == "delete":
            path.unlink()
        elif verb == "chmod" and not path.is_symlink():
            path.chmod(mode)
        elif verb == "rename":
            (work / other).parent.mkdir(parents=True, exist_ok=True)
            path.rename(work / other)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(ACTION, max_size=5), then=st.lists(st.tuples(st.booleans(), ACTION), max_size=8))
def test_undo_after_any_sequence_restores_everything(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[str, str, str, bytes, int]],
    then: list[tuple[bool, tuple[str, str, str, bytes, int]]],
) -> None:
    base = tmp_path_factory.mktemp("any")
    work = base / "work"
    work.mkdir()
    for action in first:
        act(work, action)
    states = [picture(work)]
    checkpoints = Checkpoints(work, base / "run")
    for step, (as_command, action) in enumerate(then):
        if as_command:
            before = checkpoints.scan()
            act(work, action)
            checkpoints.record_changes(before, "command", step)
        else:
            identity = checkpoints.take([action[1], action[2]], "patch", step)
            act(work, action)
            checkpoints.finish(identity)
        states.append(picture(work))
    if checkpoints.active():
        carry_out(checkpoints, plan_undo(checkpoints))
        assert files(picture(work)) == files(states[0])
        carry_out(checkpoints, plan_redo(checkpoints))
        assert files(picture(work)) == files(states[-1])


def files(seen: dict[str, tuple[str, int, bytes]]) -> dict[str, tuple[str, int, bytes]]:
    """Without folders: git keeps none either."""
    return {name: value for name, value in seen.items() if value[0] != "folder"}
