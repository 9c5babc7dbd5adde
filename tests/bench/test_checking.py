"""Hidden checks: what solves a task, and what does not fool them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.bench.checking import judge, judge_answer
from agent_runtime.bench.tasks import Task, load_tasks
from agent_runtime.bench.validation import validate

RIGHT = "def add(a, b):\n    return a + b\n"


@pytest.fixture
def workspace(repair: Task, tmp_path: Path) -> Path:
    target = tmp_path / "workspace"
    repair.write_start(target)
    return target


def test_the_right_code_solves_it(repair: Task, workspace: Path) -> None:
    assert not judge(repair, workspace, "done").solved
    (workspace / "tiny.py").write_text(RIGHT)
    assert judge(repair, workspace, "").solved


@pytest.mark.parametrize(
    "files",
    [
        {"tests/test_tiny.py": "def test_add():\n    assert True\n"},
        {"conftest.py": "import pytest\n\n\n@pytest.fixture(autouse=True)\ndef skip():\n    pytest.skip()\n"},
        {"pytest.ini": "[pytest]\naddopts = --collect-only\n"},
        {"pytest.py": "raise SystemExit(0)\n"},
        {"tiny.py": "import os\n\nos._exit(0)\n"},
        {"tiny.py": "raise SystemExit(0)\n"},
        {"tiny.py": "def add(a, b):\n    return 3\n"},
        {"sitecustomize.py": "import os\n\nos._exit(0)\n"},
        {"support.py": "", "test_hidden.py": "def test(): pass\n", "report.xml": "<testsuite tests='1'/>"},
    ],
    ids=lambda files: "+".join(files),
)
def test_what_does_not_solve_it(repair: Task, workspace: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (workspace / name).write_text(text)
    assert not judge(repair, workspace, "done").solved


def test_the_check_changes_nothing_outside_its_copy(repair: Task, workspace: Path) -> None:
    target = workspace.parent / "outside.txt"
    (workspace / "tiny.py").write_text(f"{RIGHT}\ntry:\n    open({str(target)!r}, 'w')\nexcept OSError:\n    pass\n")
    judge(repair, workspace, "")
    assert not target.exists()
    assert sorted(path.name for path in workspace.iterdir()) == ["tests", "tiny.py"]


def test_own_tests_count_where_the_task_says_so(tasks_dir: Path, workspace: Path) -> None:
    (workspace / "tiny.py").write_text("def add(a, b):\n    return 42\n")
    task = load_tasks(tasks_dir, ["fix-add"])[0]
    judgement = judge(task, workspace, "")
    assert (judgement.solved, "1 of 2 checks failed" in judgement.detail) == (False, True)
    assert judge(task.model_copy(update={"regression": False}), workspace, "").solved


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("1", True), ("`1`", True), (" One. ", True), ("I counted.\nANSWER: 1", True), ("I counted them.\n1", True),
        ("ANSWER: 1\nno,\n**ANSWER: 2**", False), ("**answer: one**", True), ("2", False), ("", False), ("11", False),
        ("1 or 2", False), ("It is 1 of many", False),
    ],
)  # fmt: skip
def test_answers(question: Task, text: str, solved: bool) -> None:
    assert judge_answer(question, text).solved is solved


def test_validation_names_a_check_that_proves_nothing(tasks_dir: Path) -> None:
    (tasks_dir / "fix-add" / "check.py").write_text("def test_nothing():\n    pass\n")
    tasks = [task.model_copy(update={"regression": False}) for task in load_tasks(tasks_dir, ["fix-add"])]
    assert [problem for _, problem in validate(tasks)] == ["the check passes at the start"]
    (tasks_dir / "fix-add" / "check.py").write_text("def test_never():\n    assert False\n")
    assert ["fails on the reference" in problem for _, problem in validate(tasks)] == [True]
