"""The tasks: readable, spread over kinds and sizes, and each proven by its own reference."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from agent_runtime.bench.tasks import Edit, Task, check_programs, commit_start, kinds, load_tasks, sample
from agent_runtime.bench.validation import validate
from agent_runtime.errors import ConfigError
from tests.conftest import git

BENCH = Path(__file__).parents[2] / "bench"
TASKS = load_tasks(BENCH / "tasks")
ALL = [*TASKS, *load_tasks(BENCH / "functions")]


def test_there_are_enough_of_every_kind_and_size() -> None:
    assert len(TASKS) >= 40
    assert {task.kind for task in TASKS} == set(kinds())
    assert {task.size for task in TASKS} == {"xs", "s", "m", "l", "xl"}
    assert 0 < sum(task.verify is None for task in TASKS) < len(TASKS)


@pytest.mark.parametrize("task", ALL, ids=lambda task: task.id)
def test_the_solution_changes_what_the_agent_starts_from(task: Task, tmp_path: Path) -> None:
    start, solution = tmp_path / "start", tmp_path / "solution"
    for folder in (start, solution):
        task.write_start(folder)
    task.write_solution(solution)
    assert (_texts(start) != _texts(solution)) == (task.kind != "question")


@pytest.fixture(scope="module")
def problems(request: pytest.FixtureRequest) -> dict[str, str]:
    """What is wrong with each task that is asked about; validated side by side."""
    name = test_the_check_fails_at_the_start_and_passes_the_reference.__name__
    asked = [
        item.callspec.params["task"] for item in request.session.items if getattr(item, "originalname", "") == name
    ]
    able = [task for task in asked if task.program is None or shutil.which(task.program)]
    return {task.id: wrong for task, wrong in validate(able, jobs=os.cpu_count() or 1)}


@pytest.mark.tasks
@pytest.mark.parametrize("task", ALL, ids=lambda task: task.id)
def test_the_check_fails_at_the_start_and_passes_the_reference(task: Task, problems: dict[str, str]) -> None:
    if task.program is not None and shutil.which(task.program) is None:
        pytest.skip(f"no {task.program} here")
    assert problems[task.id] == ""


def test_a_sample_is_the_same_each_time_and_spread_over_the_kinds() -> None:
    chosen = sample(TASKS, 16)
    assert chosen == sample(list(reversed(TASKS)), 16)
    assert len({task.id for task in chosen}) == 16
    assert {task.kind for task in chosen} == set(kinds())
    assert sample(TASKS, 1000) == TASKS


@pytest.mark.parametrize("count", [1, 7, 16, 31])
def test_parts_of_a_sample_share_no_task(count: int) -> None:
    parts = [sample(TASKS, count, part) for part in range(1, len(TASKS) // count + 1)]
    assert len({task.id for part in parts for task in part}) == count * len(parts)
    with pytest.raises(ConfigError, match=f"{len(parts)} samples of {count}"):
        sample(TASKS, count, len(parts) + 1)


def test_tasks_are_chosen_by_id_and_kind(tasks_dir: Path) -> None:
    assert [task.id for task in load_tasks(tasks_dir)] == ["count", "fix-add"]
    assert [task.id for task in load_tasks(tasks_dir, ["fix-*"])] == ["fix-add"]
    assert [task.id for task in load_tasks(tasks_dir, ["question"])] == ["count"]
    with pytest.raises(ConfigError, match=r"No task matches 'x-\*'"):
        load_tasks(tasks_dir, ["x-*"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = ", "is no task"),
        ('kind = "magic"\nrepo = "tiny"\nprompt = "x"\n', "magic"),
        ('kind = "repair"\nrepo = "none"\nprompt = "x"\n', "There is no repository"),
        ('kind = "repair"\nrepo = "tiny"\nprompt = "x"\n', "every other task a check.py"),
        ('kind = "question"\nrepo = "tiny"\nprompt = "x"\n', "a question has an answer"),
        ('kind = "question"\nrepo = "tiny"\nprompt = "x"\nanswer = "1"\nhint = "y"\n', "hint"),
        ('id = "y"\nkind = "question"\nrepo = "tiny"\nprompt = "x"\nanswer = "1"\n', "multiple values"),
    ],
)
def test_a_broken_task_is_named(tasks_dir: Path, text: str, words: str) -> None:
    (tasks_dir / "bad").mkdir()
    (tasks_dir / "bad" / "task.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_tasks(tasks_dir)
    assert words in str(caught.value)


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="needs 'node'"):
        check_programs(TASKS)
    check_programs([task for task in TASKS if task.program is None])


def test_a_folder_without_tasks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--tasks-dir"):
        load_tasks(tmp_path)


def test_edits_are_exact(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one one two")
    for edit in (Edit(file="a.txt", old="one", new="x"), Edit(file="a.txt", old="ten", new="x", all=True)):
        with pytest.raises(ConfigError, match="times"):
            edit.apply(tmp_path)
    with pytest.raises(ConfigError, match="exists already"):
        Edit(file="a.txt", new="x").apply(tmp_path)
    Edit(file="a.txt", old="one", new="x", all=True).apply(tmp_path)
    Edit(file="sub/b.txt", new="new").apply(tmp_path)
    assert ((tmp_path / "a.txt").read_text(), (tmp_path / "sub" / "b.txt").read_text()) == ("x x two", "new")


def test_the_start_is_one_commit_always_the_same(repair: Task, tmp_path: Path) -> None:
    heads = set()
    for name in ("one", "two"):
        repair.write_start(tmp_path / name)
        commit_start(tmp_path / name)
        heads.add(git(tmp_path / name, "rev-parse", "HEAD"))
        assert git(tmp_path / name, "status", "--porcelain") == ""
    assert len(heads) == 1


def _texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
