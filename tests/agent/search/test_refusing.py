"""What a change lets in that was refused."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent_runtime.agent.search import refusing
from agent_runtime.agent.search.refusing import spoilt_calls
from agent_runtime.agent.search.testfiles import MAX_ROWS
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

HEAD = "import pytest\nfrom marks import mark\n\n\n"
MARKS = """class WrongMark(Exception):
    pass


def mark(text):
    number = int(text)
    if number > 6:
        raise WrongMark(text)
    return number
"""
TESTS = """from marks import mark


def test_mark():
    assert mark("3") == 3


def test_no_mark():
    assert mark("") == 0
    assert mark(str()) == 0
"""
LENIENT = """class WrongMark(Exception):
    pass


def mark(text):
    if not text.isdigit():
        return -1
    return int(text)
"""
LENIENT_TESTS = """

def test_mark():
    assert mark("3") == 3


def test_no_mark():
    assert mark("") == 0
    assert mark(str()) == 0
"""
WRONG_TEST = """

def test_wrong():
    with pytest.raises(ValueError):
        mark("x")
"""
ANY = "```python\ndef mark(text):\n    return int(text) if text.isdigit() else 0\n```"
GUARD = "```python\ndef mark(text):\n    if not text:\n        return 0\n    number = int(text)\n    if number > 6:\n        raise WrongMark(text)\n    return number\n```"  # noqa: E501


def spoilt(body: str, *names: str) -> list[str]:
    pairs = list(spoilt_calls([HEAD + body], set(names)))
    for pair in pairs:
        ast.parse(pair.spoilt)
        assert pair.spoilt != pair.call
    return [pair.spoilt for pair in pairs]


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("def test_a():\n    mark('3')\n", ["mark('3?')", "mark('?')"]),
        ("def test_a():\n    mark('')\n", ["mark('?')"]),
        ("def test_a():\n    mark('abc')\n", ["mark('abc?')", "mark('a?c')", "mark('ab?')", "mark('?')"]),
        ("def test_a():\n    mark(12, by=3)\n", ["mark(-13, by=3)", "mark(12, by=-4)"]),
        ("def test_a():\n    mark({'x': 1})\n", ["mark({'x': -2})"]),
        ("def test_a():\n    mark([1, (2,)])\n", ["mark([-2, (2,)])", "mark([1, (-3,)])"]),
        ("def test_a():\n    mark(True)\n    mark()\n    mark(None)\n", []),
        ("def test_a():\n    text = 'x'\n    mark(text)\n", []),
        ("def test_a():\n    text = 'x'\n    mark(text, 2)\n", ["mark(text, -3)"]),
        ("def test_a():\n    text = mark(1)\n    assert text.times(2) == 4\n", ["mark(-2)", "text.times(-3)"]),
        ("def test_a(tmp_path):\n    mark(tmp_path, 1)\n", []),
        ("def test_a():\n    for each in mark(1):\n        each.times(2)\n", ["mark(-2)"]),
        ("def test_a():\n    with pytest.raises(ValueError, match='x'):\n        mark(1)\n", ["mark(-2)"]),
        ("def plus(x):\n    return mark(x)\n\n\ndef test_a():\n    plus(1)\n", ["plus(-2)"]),
        ("def test_a():\n    print('x')\n", []),
        ("def test_a():\n    other('x')\n", []),
        ("def helper():\n    mark('x')\n", []),
        ("def test_a(:\n", []),
        ("@pytest.mark.parametrize('n', [1])\ndef test_a(n):\n    mark(n)\n", ["mark(-2)"]),
        ("@pytest.mark.parametrize('n, m', [(1, 2)])\ndef test_a(n, m):\n    mark(m)\n", ["mark(-3)"]),
        ("@pytest.mark.parametrize(('n', 'm'), [(1, 2)])\ndef test_a(n, m):\n    mark(m)\n", ["mark(-3)"]),
        ("@pytest.mark.parametrize('n', VALUES)\ndef test_a(n):\n    mark(n)\n", []),
    ],
)
def test_one_value_of_a_call_is_spoilt(body: str, calls: list[str]) -> None:
    assert spoilt(body) == calls


def test_what_a_test_does_before_a_call_comes_with_it() -> None:
    body = "def test_a():\n    x = mark()\n    assert x.size == 1\n    x.grow(2)\n    mark(3)\n"
    grow, plain = spoilt_calls([HEAD + body], set())
    assert grow.imports == "import pytest\nfrom marks import mark\nx = mark()\nx.size == 1"
    assert plain.imports == "import pytest\nfrom marks import mark"


def test_what_is_named_comes_first_and_long_tables_are_cut() -> None:
    rows = ", ".join(map(str, range(1, 40)))
    table = f"@pytest.mark.parametrize('n', [{rows}])\ndef test_a(n):\n    mark(n)\n\n\n"
    found = spoilt(table + "def test_total():\n    mark(70)\n", "total")
    assert found[0] == "mark(-71)"
    assert len(found) == 1 + MAX_ROWS


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(
    ("body", "reply", "doubted"),
    [
        ("", "int(text) if text else 0", True),
        ("", "len(text) * 3 // text.isdigit() if text else 0", True),
        ("", "int(text) if text.isdigit() else -len(text)", False),
        (WRONG_TEST, "int(text) if text else 0", False),
    ],
    ids=["raises", "crashes", "answers", "wanted"],
)
def test_a_change_that_answers_no_longer_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, body: str, reply: str, doubted: bool
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    (repo / "marks.py").write_text(LENIENT)
    (repo / "test_marks.py").write_text("import pytest\nfrom marks import mark\n" + LENIENT_TESTS + body)
    change = f"```python\ndef mark(text):\n    return {reply}\n```"
    result = search(make_session, *[change] * 40).run("mark is wrong where nothing is given. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
    assert ("gave a value before and is an error now" in result.verification) is doubted


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(("reply", "doubted"), [(ANY, True), (GUARD, False)], ids=["any", "guard"])
def test_a_change_that_lets_in_what_was_refused_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, reply: str, doubted: bool
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    (repo / "marks.py").write_text(MARKS)
    (repo / "test_marks.py").write_text(TESTS)
    result = search(make_session, *[reply] * 40).run("mark crashes where nothing is given. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
    assert ("`mark('3?')` was an error before and is none now" in result.verification) is doubted


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(("late", "doubted"), [(0.0, True), (9.0, False)], ids=["late", "in time"])
def test_what_could_not_be_looked_at_in_time_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, late: float, doubted: bool
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    monkeypatch.setattr("agent_runtime.agent.search.drawing.LATE", late)
    (repo / "marks.py").write_text(MARKS)
    (repo / "test_marks.py").write_text(TESTS)
    result = search(make_session, *[GUARD] * 40).run("mark crashes where nothing is given. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
    assert ("the time was over before" in result.verification) is doubted


def test_calls_that_take_long_are_not_all_tried() -> None:
    calls = [("import time", "time.sleep(0.7)"), ("import sys", "sys.exit()"), ("", "1 // 0"), ("", "int('x')")] * 30
    done = subprocess.run(
        [sys.executable, "-c", f"calls = {calls!r}\n{refusing._TRY}"], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told[:4] == ["", None, refusing._CRASH, "ValueError"]
    assert len(told) < len(calls)
