"""What failing tests run, seen in a real sandbox."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from agent_runtime.agent.search import reached
from agent_runtime.agent.search.evidence import Evidence, wrong_values
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.trial import Trials
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext

CODE = """\
import functools


def parse(text):
    return [convert(part) for part in text.split(",")]


@functools.lru_cache
def convert(part):
    return int(part)


def show(values):
    return ", ".join(sorted(map(str, values)))


def total(values):
    return sum(values) + 1
"""
TESTS = """\
import pytest
from numbers_of import parse, show, total


@pytest.fixture
def values():
    return parse("2,10")


def test_parse(values):
    assert values == [2, 10]


def test_show(values):
    assert show(values) == "2, 10"


def test_total(values):
    assert total(values) == 12
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "numbers_of.py").write_text(CODE)
    (root / "test_numbers_of.py").write_text(TESTS)
    return root


def trials(root: Path, command: str = "python -m pytest -q") -> Trials:
    return Trials(Sandbox.probe(root), command, timeout_s=60, cancel=threading.Event())


def locator(root: Path) -> Locator:
    return Locator(ToolContext(root, Settings(), root, PathGuard(root), Sandbox(root, backend="none")))


def test_what_only_failing_tests_run_is_suspected(project: Path) -> None:
    spectrum, looked_at = trials(project).reached({})
    assert looked_at == "test_numbers_of.py::test_show"
    found = spectrum["numbers_of.py"]
    first = {name: CODE[: CODE.index(text)].count("\n") + 1 for name, text in
             (("parse", "def parse"), ("show", "def show"), ("total", "def total"))}  # fmt: skip
    # Of two failing tests `show` is run by the first, `total` by the second, and `parse` by both and one that passes.
    assert found[first["show"]] == pytest.approx((1 / 2**0.5 + 1) / 2)
    assert found[first["parse"]] == pytest.approx((2 / (2 * 3) ** 0.5 + 1 / 2**0.5) / 2)
    assert first["total"] not in found
    evidence = Evidence("Fix it.", "test_numbers_of.py:16: AssertionError", None, {"numbers_of.py": found})
    places = locator(project).suspects(evidence, limit=9)
    assert places[0][:2] in {("numbers_of.py", "parse"), ("numbers_of.py", "show")}


def test_what_the_task_calls_is_suspected_before_what_raised(project: Path) -> None:
    first = {name: CODE[: CODE.index(f"def {name}")].count("\n") + 1 for name in ("parse", "show", "total")}
    reached = {"numbers_of.py": {first["parse"]: 0.7, first["show"]: 0.7, first["show"] + 1: 0.7}}
    output = f"test_numbers_of.py:16: in test_show\nnumbers_of.py:{first['parse'] + 1}: ValueError"
    likeliest = {
        task: locator(project).suspects(Evidence(task, output, None, reached))[0].function
        for task in ("It fails.", "show() fails.", "show fails", "total() fails.")
    }
    assert likeliest == {
        "It fails.": "parse",
        "show() fails.": "show",
        "show fails": "parse",
        "total() fails.": "parse",
    }


OTHER_PROCESS = """\
import subprocess
import sys

SHOWN = "import numbers_of; assert numbers_of.show([2, 10]) == '2, 10'"


def test_show():
    assert subprocess.run([sys.executable, "-c", SHOWN]).returncode == 0
"""


def test_a_test_that_only_starts_another_process_is_not_looked_at_first(project: Path) -> None:
    (project / "test_first.py").write_text(OTHER_PROCESS)
    found, looked_at = trials(project).reached({})
    assert looked_at == "test_numbers_of.py::test_show"
    assert "numbers_of.py" in found
    (project / "test_numbers_of.py").unlink()
    found, looked_at = trials(project).reached({})
    assert looked_at == "test_first.py::test_show"
    assert set(found) == {"test_first.py"}


def test_the_test_nearest_to_the_fault_is_looked_at(project: Path) -> None:
    """The whole command fails first; the unit test that fails for the same reason runs one function."""
    (project / "test_all.py").write_text(
        "from numbers_of import parse, show\n\n\ndef test_all():\n    assert show(parse('2,10')) == '2, 10'\n"
    )
    (project / "test_unit.py").write_text(
        "from numbers_of import show\n\n\ndef test_unit():\n    assert show([2, 10]) == '2, 10'\n"
    )
    (project / "test_numbers_of.py").unlink()
    found, looked_at = trials(project).reached({})
    assert looked_at == "test_unit.py::test_unit"
    assert found["numbers_of.py"].keys() == {CODE[: CODE.index("def show")].count("\n") + 1}


def test_a_name_that_the_test_itself_misses_is_in_nothing_that_runs(project: Path) -> None:
    found, _ = trials(project).reached({})
    evidence = Evidence("Add mean.", "test_numbers_of.py:3: ImportError", None, found)
    assert locator(project).suspects(evidence) == []


def test_edits_are_in_the_copy_and_nothing_is_left_in_the_workspace(project: Path) -> None:
    before = {path.name for path in project.iterdir()}
    mended = CODE.replace("sorted(map(str, values))", "map(str, sorted(values))").replace(" + 1", "")
    assert trials(project).reached({"numbers_of.py": mended}) == ({}, "")
    assert {path.name for path in project.iterdir()} - before <= {"__pycache__"}


def test_a_check_of_another_runner_reaches_nothing(project: Path) -> None:
    assert trials(project, "python -c 'import numbers_of; assert numbers_of.total([1]) == 1'").reached({}) == ({}, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"tests": [1, 0], "functions": [["a.py", 1, 1, 0, 1]]}',
        '{"tests": [1, 0], "first": "t"}',
        '{"tests": [1, 0], "first": "t", "functions": [["a.py"]]}',
        '{"tests": [1, 0], "first": "t", "functions": [["a.py", "x", 1, 1, 1]]}',
        '{"tests": ["NaN", 0], "first": "t", "functions": []}',
        '{"tests": [0, 0], "first": "t", "functions": [["a.py", 1, 1, 0, 1]]}',
    ],
)
def test_what_the_plugin_did_not_write_counts_for_nothing(tmp_path: Path, text: str) -> None:
    reached.prepare(tmp_path, tmp_path)
    (tmp_path / reached.FOLDER / "1.json").write_text(text)
    assert reached.read(tmp_path)[0] == {}


def test_worker_processes_are_added_up(tmp_path: Path) -> None:
    reached.prepare(tmp_path, tmp_path)
    for number, (failed, passed) in enumerate([(1, 0), (1, 2)]):
        counts = {"tests": [failed, passed], "first": "t", "functions": [["a.py", 3, failed, passed, failed]]}
        (tmp_path / reached.FOLDER / f"{number}.json").write_text(json.dumps(counts))
    suspicion = pytest.approx((2 / (2 * 4) ** 0.5 + 1 / 3**0.5) / 2)
    assert reached.read(tmp_path) == ({"a.py": {3: suspicion}}, "t")
    counts = {"tests": [1, 0], "first": "s", "functions": [["b.py", 1, 1, 0, 1]]}
    (tmp_path / reached.FOLDER / "2.json").write_text(json.dumps(counts))
    found, looked_at = reached.read(tmp_path)
    assert (set(found), looked_at) == ({"b.py"}, "s")  # of two workers the first by name


def test_the_first_function_that_returns_the_wrong_value_is_suspected_most(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    code = (
        "def shown(text):\n    return cents(text)\n\n\ndef cents(text):\n    return 100 * whole(text) + 5\n\n\n"
        "def whole(text):\n    return int(text)\n"
    )
    (root / "money.py").write_text(code)
    (root / "test_money.py").write_text(
        "from money import shown\n\n\ndef test_shown():\n    assert shown('7') == 750\n"
    )
    tried = trials(root)
    output = tried.run({}).output
    assert wrong_values(output) == {"705"}
    found = tried.reached({}, wrong_values(output))[0]["money.py"]
    assert found[5] > max(found[1], found[9])
    evidence = Evidence("Fix it.", output, None, {"money.py": found})
    assert locator(root).suspects(evidence)[0][:2] == ("money.py", "cents")


def test_values_that_tests_did_not_want() -> None:
    output = (
        "E       assert 705 == 750\nE       AssertionError: assert 'ab' == 'cd'\nE   assert [1, 2] == [2]\n"
        "E   assert 1 == 2\nE   assert None == 2\nE   assert True == 2\nE   assert f(1) == 2\n"
        "E   assert [1, ...] == 3\n"
    )
    assert wrong_values(output) == {"705", "ab", "[1, 2]"}
