"""How many examples show what is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from agent_runtime.agent.search import solving
from agent_runtime.agent.search.showing import counting
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import ADD, CALC, FEW_SAMPLES, SUB, WRONG, TwoMinds, search

HEAD = "import pytest\nfrom calc import add\n\n\n"
ONE = "one example alone showed what was wrong"


def counted(repo: Path, text: str) -> Sequence[str]:
    (repo / "test_calc.py").write_text(counting(text))
    run = [sys.executable, "-m", "pytest", "-q", "test_calc.py"]
    output = subprocess.run(run, cwd=repo, capture_output=True, text=True, check=False).stdout
    return [line.partition(":")[2] for line in output.split("\n") if line.startswith("agent-runtime counted:")]


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("def test_a():\n    assert add(2, 3) == 5\n    assert add(7, 1) == 8\n", "2"),
        ("def test_a():\n    assert add(2, 3) == 5\n    assert add(7, 0) == 7\n", "1"),
        ("def test_a():\n    for a in (1, 2, 3):\n        assert add(a, a) == a + a\n", "3"),
        ("def test_a():\n    for a in (1, 2, 3):\n        assert add(1, 1) == 2\n", "1"),
        ("def test_a():\n    assert add(2, 3) == 5\n    with pytest.raises(TypeError):\n        add(1, 2)\n", "2"),
        ("import unittest\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n"
         "        self.assertEqual(add(2, 3), 5)\n        self.assertTrue(add(7, 1) == 8)\n", "2"),
        ("from calc import nothing\n\ndef test_a():\n    assert nothing(1) == 1\n    assert nothing(2) == 2\n", "2"),
        ("def test_a():\n    x = add(2, 3)\n    assert x == 5\n    assert str(x).startswith('5')\n", "1"),
        ("def test_a():\n    x = add(2, 3)\n    assert x == 5\n    x = add(7, 1)\n    assert x == 8\n", "2"),
        ("def test_a():\n    x = add(2, 3)\n    assert x == 5\n    assert abs(add(7, 1) - 8) < 0.1\n", "2"),
        ("def add5():\n    return add(2, 3)\n\ndef test_a():\n    assert add5() == 5\n    assert 0 < add5()\n", "1"),
        ("def test_a(capsys):\n    print(add(2, 3))\n    assert '5' in capsys.readouterr().out\n", "1"),
        ("def test_a():\n    assert add(2, 3) == 5\n    assert add(2, 3) > 4\n", "1"),
        ("def test_a():\n    x = []\n    assert x.append(add(2, 3)) == 1\n    assert x == [5]\n", "1"),
        ("def test_a():\n    assert [add(x, 1) for x in (1, 2)] == [2, 3]\n    assert add(7, 1) == 8\n", "2"),
        ("def test_a():\n    assert add(2, *[x for x in (3,)]) == 5\n    assert add(1, (lambda y: y)(4)) == 5\n", "2"),
        ("def test_a():\n    pytest.skip('x')\n    assert add(2, 3) == 5\n", "0"),
        ("def test_a():\n    x = add('a', 3)\n    assert x == 5\n    assert x == 6\n", "0"),
    ],
    ids=["two", "one of two", "loop", "the same", "raises", "unittest", "import",
         "one call", "two calls", "a look", "no arguments", "printed", "the same twice", "what it left",
         "a comprehension", "its own name", "skipped", "crashes"],
)  # fmt: skip
def test_assertions_that_fail_are_counted(repo: Path, body: str, number: str) -> None:
    (repo / "calc.py").write_text(CALC)
    assert counted(repo, HEAD + body) == [number]


def test_what_has_to_come_first_stays_there() -> None:
    text = counting('"""Tests."""\nfrom __future__ import annotations\nimport calc\n')
    assert text.startswith('"""Tests."""\nfrom __future__ import annotations\nimport atexit\n')
    assert counting("def (:\n") == "def (:\n"


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ("", Outcome.CLAIMED),
        ("    assert add(7, 0) == 7\n", Outcome.CLAIMED),
        ("    assert add(7, 1) == 8\n", Outcome.VERIFIED),
        ("\n\ndef test_more():\n    assert add(7, 1) == 8\n", Outcome.VERIFIED),
    ],
    ids=["one", "one that was right", "two", "two tests"],
)
def test_one_example_is_no_proof(make_session: MakeSession, repo: Path, more: str, outcome: Outcome) -> None:
    (repo / "calc.py").write_text(CALC)
    (repo / "test_calc.py").write_text(HEAD + "def test_add():\n    assert add(2, 3) == 5\n" + more)
    result = search(make_session, *[ADD] * 9).run("add is wrong. Fix it.")
    assert result.outcome is outcome, result.verification
    assert (ONE in result.verification) is (outcome is Outcome.CLAIMED)


@pytest.mark.parametrize("more", ["", "    assert add(7, 1) == 8\n"])
def test_nor_is_it_where_the_loop_goes_on(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.slips.TURNS", 0)
    monkeypatch.setattr("agent_runtime.agent.search.focusing.EARLY_PLACES", 0)
    monkeypatch.setattr(solving, "SAMPLES", FEW_SAMPLES)
    (repo / "calc.py").write_text(CALC)
    (repo / "test_calc.py").write_text(HEAD + "def test_add():\n    assert add(2, 3) == 5\n" + more)
    fix = 'p = propose_patch("calc.py", old="a - b", new="a + b")\nprint(apply_patch(p["patch_id"]))'
    session = search(make_session)
    session.model = TwoMinds(
        [WRONG.replace("a * b", f"a * {number}") for number in range(FEW_SAMPLES)],
        [code(fix), code('final_answer("done")')],
    )
    result = session.run("add is wrong. Fix it.")
    assert (repo / "calc.py").read_text() == CALC.replace("a - b", "a + b")
    assert (result.outcome is Outcome.CLAIMED) is (not more), result.verification
    assert (ONE in result.verification) is (not more)


def test_two_faults_are_two_examples(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CALC)
    tests = "from calc import add, sub\n\n\ndef test_both():\n    assert add(2, 3) == 5\n    assert sub(2, 3) == -1\n"
    (repo / "test_calc.py").write_text(tests)
    result = search(make_session, *[ADD, SUB] * 9).run("add and sub are wrong. Fix them.")
    assert ONE not in result.verification
