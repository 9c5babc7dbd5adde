"""Tests that are written, and what they are measured by."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, cast

import pytest

from agent_runtime.agent.replay import replay
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.mutants import mutants
from agent_runtime.agent.search.solving import WANTS_TESTS
from agent_runtime.agent.search.testfiles import Part, as_file, lent, parts_of, put_together, renamed
from agent_runtime.agent.search.testwriting import SuiteWriter, needed, telling
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.records.recordings import read_spans
from agent_runtime.tools.base import ToolContext
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession

SIGN = '''"""Signs."""

LIMIT = 5


class Signs:
    @staticmethod
    def of(number):
        """The sign."""
        if number > 0:
            return 1
        return -1 if number < 0 else 0  # zero has none


def last():
    return LIMIT
'''


def test_each_wrong_version_differs_in_the_function_only() -> None:
    versions = mutants(SIGN, "Signs.of", 100)
    assert len(set(versions)) == len(versions) > 5
    for version in versions:
        ast.parse(version)
        before, _, rest = SIGN.partition("    @staticmethod")
        assert version.startswith(before + "    @staticmethod")
        assert version.endswith(rest[rest.index("\n\n\ndef last") :])
        assert '"""The sign."""' in version
    bodies = "\n".join(versions)
    for wrong in (
        "if number >= 0:",
        "return -1 if number <= 0 else 0",
        "return -2 if",
        "return 2",
        "return 0\n",
        "pass",
    ):
        assert wrong in bodies, wrong


def test_versions_are_taken_from_all_parts() -> None:
    every, few = mutants(SIGN, "Signs.of", 100), mutants(SIGN, "Signs.of", 4)
    assert len(few) == 4
    assert few == [every[number * len(every) // 4] for number in range(4)]


@pytest.mark.parametrize(("text", "label"), [(SIGN, "missing"), ("def f(:", "f"), ("x = 1\n", "x"), ("", "")])
def test_nothing_is_made_of_what_is_no_function(text: str, label: str) -> None:
    assert mutants(text, label, 10) == []


ONE = '''"""Tests."""
import pytest
from signs import Signs

CASES = [1, 2]

@pytest.mark.parametrize("n", CASES)
def test_up(n):
    assert Signs.of(n) == 1
'''
OTHER = """from signs import Signs
import pytest

def test_up():
    assert Signs.of(9) == 1

def test_down():
    assert Signs.of(-9) == -1
"""


def test_files_are_put_together_without_losing_a_test() -> None:
    parts = put_together([ONE, OTHER, OTHER])
    assert [part.name for part in parts if part.tests] == ["test_up", "test_up", "test_down"]
    parts[4] = renamed(parts[4], {"test_up", "test_up_2"})
    text = as_file(parts)
    assert text.startswith("import pytest\nfrom signs import Signs\n\n\nCASES = [1, 2]\n\n\n@pytest.mark.parametrize")
    assert text.count("import pytest") == 1
    assert put_together([text]) == parts
    twice = (
        "from signs import Signs\nfrom signs import all_of, Signs as S\nfrom . import other\n\nX = Signs, all_of, S\n"
    )
    assert as_file(put_together([twice])).startswith("from signs import Signs, Signs as S, all_of\n\n\nX")
    assert "import" not in as_file([part for part in parts if part.name in ("", "CASES")])
    assert as_file(put_together(["from signs import *\nimport os.path, sys as signs\n\nX = os\n"])) == (
        "import os.path\nfrom signs import *\n\n\nX = os\n"
    )


@pytest.mark.parametrize(
    ("task", "wanted"),
    [
        ("Signs.of in signs.py has no tests. Write tests/test_signs.py for pytest: what is above zero.", True),
        ("Write test functions for Signs.of in tests/test_signs.py.", True),
        ("Add a function abs to signs.py beside Signs.of, and write tests/test_signs.py.", False),
        ("Fix Signs.of and write tests/test_signs.py.", False),
        ("Write tests/test_signs.py for the missing function.", False),
        ("Write tests for Signs.of.", False),
        ("Write tests for Signs.of in tests/test_old.py.", False),
    ],
)
def test_only_tests_of_known_functions_in_a_new_file_are_written(
    task: str, wanted: bool, repo: Path, tmp_path: Path
) -> None:
    (repo / "signs.py").write_text(SIGN)
    (repo / "tests").mkdir()
    (repo / "tests" / "test_old.py").write_text("def test_old():\n    assert True\n")
    context = ToolContext(repo, Settings(), tmp_path, PathGuard(repo), Sandbox(repo, backend="none"))
    nothing = cast("Any", None)  # it asks and tries nothing to know that
    assert SuiteWriter(nothing, nothing, Locator(context), task, "pytest").wanted is wanted


def test_a_file_with_another_helper_of_the_same_name_is_left_out() -> None:
    assert put_together([ONE, ONE.replace("[1, 2]", "[3]").replace("test_up", "test_new")]) == put_together([ONE])


@pytest.mark.parametrize("text", ["def f(:", "", "no code at all"])
def test_what_does_not_parse_has_no_parts(text: str) -> None:
    assert parts_of(text) == []


def test_a_later_test_stays_only_for_what_the_first_do_not_notice() -> None:
    parts = [Part(name, f"def {name}(): ...", frozenset({name})) for name in ("test_a", "test_b", "test_c")]
    parts.insert(0, Part("helper", "def helper(): ..."))
    noticed = [frozenset({"test_a", "test_b"}), frozenset({"test_c"}), frozenset[str]()]
    best = [frozenset({"test_c"}), frozenset({"test_a"}), frozenset({"test_c", "test_d"})]
    assert SuiteWriter._best(best, noticed[1:]) == {"test_c", "test_d"}
    assert [part.name for part in needed(parts, frozenset({"test_a"}), noticed)] == ["helper", "test_a", "test_c"]


def test_tests_of_several_replies_are_put_together_and_measured(make_session: MakeSession, repo: Path) -> None:
    """One reply tests what is above zero, one what is below and a value that is wrong; zero comes with a wish."""
    (repo / "signs.py").write_text(SIGN)
    up = """```python
from signs import Signs

def test_up():
    assert Signs.of(1) == 1

def test_two():
    assert Signs.of(2) == 1
```"""
    down = up.replace("test_up", "test_down").replace("of(1) == 1", "of(-1) == -1").replace("of(2) == 1", "of(2) == 5")
    zero = "```python\ndef test_zero():\n    assert Signs.of(0) == 0\n```"
    replies = [up, down, *[zero] * 16]
    session = make_session(replies, agent_strategy="search", agent_mode="auto", agent_verify="python -m pytest -q")
    result = session.run("Signs.of in signs.py has no tests. Write tests/test_signs.py for pytest.")
    assert result.outcome is Outcome.CLAIMED
    text = (repo / "tests" / "test_signs.py").read_text()
    assert "of(1) == 1" in text
    assert "of(0) == 0" in text
    assert "== 5" not in text
    assert "wrong versions of the code" in str(result.answer)
    assert replay(result.run_dir).divergence is None


SHARES = """from fractions import Fraction


def share(part, whole):
    if whole == 0:
        return []
    return [Fraction(part, whole)]
"""


def test_values_that_are_objects_are_written_with_their_imports(make_session: MakeSession, repo: Path) -> None:
    (repo / "shares.py").write_text(SHARES)
    reply = """```python
from shares import share

def test_half():
    assert share(2, 4) == [0.25]
```"""
    session = make_session([reply] * 18, agent_strategy="search", agent_mode="auto", agent_verify="python -m pytest -q")
    result = session.run("share in shares.py has no tests. Write tests/test_shares.py for pytest.")
    assert result.outcome is Outcome.CLAIMED
    text = (repo / "tests" / "test_shares.py").read_text()
    assert "from fractions import Fraction\n" in text
    assert "share(2, 4) == [Fraction(1, 2)]" in text
    assert "== []" in text  # a variant, for the versions that the model's test does not notice


GAMES = """from games.model import Game


def unbeaten(games, team):
    \"\"\"So many of its last games a team has not lost.\"\"\"
    count = 0
    for game in reversed(games):
        if game.loser == team:
            break
        count += 1
    return count


def games_of(games, team):
    return [game for game in games if team in (game.winner, game.loser)]
"""
MODEL = (
    "class Game:\n    def __init__(self, winner, loser):\n        self.winner = winner\n        self.loser = loser\n"
)
TESTED = """```python
from games.table import games_of, unbeaten


def test_never():
    assert unbeaten([Game("A", "B")], "A") == 1


def test_its_own():
    assert games_of([Game("A", "B")], "C") == []
```"""


@pytest.mark.parametrize("never", [False, True])
def test_the_model_sees_the_classes_that_are_needed_and_no_code_is_changed(
    make_session: MakeSession, repo: Path, never: bool
) -> None:
    (repo / "games").mkdir()
    (repo / "games" / "__init__.py").touch()
    (repo / "games" / "model.py").write_text(MODEL)
    (repo / "games" / "table.py").write_text(GAMES)
    replies = ["```python\ndef unbeaten(games, team):\n    return 1\n```" if never else TESTED] * 40
    check = "python -m pytest -q tests/test_table.py"
    session = make_session(replies, agent_strategy="search", agent_mode="auto", agent_verify=check, agent_max_steps=1)
    result = session.run("unbeaten and games_of of games/table.py have no tests. Write tests/test_table.py for pytest.")
    asked = next(span for span in read_spans(result.run_dir) if span.name == "llm.generate")
    assert "self.winner = winner" in str(asked.attributes)
    assert (repo / "games" / "table.py").read_text() == GAMES
    tried = [span for span in read_spans(result.run_dir) if span.name.startswith("candidate")]
    assert {span.attributes.get("agent_runtime.candidate.path") for span in tried} <= {None, "tests/test_table.py"}
    if not never:
        text = (repo / "tests" / "test_table.py").read_text()
        assert text.startswith("from games.table import games_of, unbeaten\nfrom games.model import Game\n\n")
        assert "test_never" in text


@pytest.mark.parametrize(
    ("task", "tests"),
    [
        ("Write a file test_missing.py for pytest with three cases.", True),
        ("Add a case for sum to tests/sums.py", True),
        ("Write a test for add.", True),
        ("Write latest.txt.", False),
        ("Create the module contest.py.", False),
        ("test_missing.py fails. Mend it.", False),
    ],
)
def test_what_wants_tests(task: str, tests: bool) -> None:
    assert (WANTS_TESTS.search(task) is not None) is tests


def test_other_defaults_and_halves_of_a_comparison_are_wrong_versions() -> None:
    text = "def f(a, low=1, up=True, name='x'):\n    if low <= a <= 9:\n        return up\n"
    made = "\n".join(mutants(text, "f", 99))
    for part in ("low=2", "low=0", "up=False", "if low <= a:", "if a <= 9:"):
        assert part in made
    assert "name='y'" not in made


def test_a_value_of_the_task_has_a_test() -> None:
    parts = put_together(["".join(f"def test_{n}():\n    assert f({n})\n\n\n" for n in (1, 2, 3))])
    assert [part.name for part in telling(parts[:1], parts, [1, 3, 4])] == ["test_1", "test_3"]


def test_the_same_test_under_another_name_is_left_out() -> None:
    one = "def test_a():\n    assert f(1)\n"
    assert [part.name for part in put_together([one, one.replace("test_a", "test_b")])] == ["test_a"]


def test_what_other_tests_have_is_lent() -> None:
    others = parts_of(
        "import pytest\nfrom a import A\n\nONE = A(1)\nTWO = A(2)\n\n\n"
        "@pytest.fixture\ndef both():\n    return [ONE, TWO]\n\n\n"
        "def unused():\n    return 3\n\n\ndef test_old(both):\n    assert both\n"
    )
    new = parts_of("def test_new(both):\n    three = A(3)\n    assert three not in both\n")
    assert [part.name for part in lent(new, others)] == ["", "", "ONE", "TWO", "both"]
    assert [part.text for part in lent(parts_of("def test_new():\n    assert ONE\n"), others)] == [
        "from a import A",
        "ONE = A(1)",
    ]
    assert lent(parts_of("def test_new():\n    both = 1\n    assert both\n"), others) == []
    own = parts_of("ONE = 1\n\n\ndef test_new():\n    assert ONE\n")
    assert lent(own, others) == []


def test_a_file_without_tests_is_none(make_session: MakeSession, repo: Path) -> None:
    (repo / "sums.py").write_text("def add(a, b):\n    return a + b\n")
    empty = "```python\n# test_sums.py\nfrom sums import add\n\nSUMS = [(1, 2, 3)]\n```"
    session = make_session([empty] * 30, agent_strategy="search", agent_mode="auto")
    session.run("Write a file test_sums.py for what sums.py does, and one for nothing else.")
    assert not (repo / "test_sums.py").exists()
