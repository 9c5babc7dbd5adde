"""Names that code uses without having them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.undefined import undefined
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("def f():\n    return load()\n", ["load"]),
        ("def f(x, *a, k=1, **o):\n    return [y for y in x if len(a)], k, o\n", []),
        ("import os.path as p, json\nfrom a import b as c\n\nprint(p, json, c, b)\n", ["b"]),
        ("from a import *\nprint(anything)\n", []),
        ("try:\n    pass\nexcept OSError as error:\n    print(error, __file__, __name__)\n", []),
        (
            "match []:\n    case [a, *rest]:\n        print(a, rest)\n    case {'k': v, **o}:\n        print(o, x)\n",
            ["x"],
        ),
        ("class A:\n    def f(self):\n        global made\n        made = A()\n        return (n := made), n\n", []),
        ("for i, (a, b) in []:\n    with open(i) as f:\n        lambda z: z + a + b + f\n", []),
        ("def broken(:\n", []),
    ],
)
def test_what_is_not_there(code: str, missing: list[str]) -> None:
    assert undefined("", code) == missing


def test_what_was_missing_before_is_no_ones_fault() -> None:
    old = "def f():\n    return get_ipython()\n"
    assert undefined(old, old + "\n\ndef g():\n    return get_ipython(1)\n") == []


def test_a_line_that_no_test_runs_must_not_use_what_is_not_there(make_session: MakeSession, repo: Path) -> None:
    (repo / "sheet.py").write_text("def show(cell):\n    return cell\n")
    (repo / "test_sheet.py").write_text("from sheet import show\n\n\ndef test_show():\n    assert show(1) == 1\n")
    wrong = "```python\ndef clear(name):\n    return load_sheet(name)\n```"
    session = search(make_session, wrong, wrong.replace("load_sheet", "show"))
    result = session.run("Add a function clear(name) to sheet.py.")
    assert verdicts(session) == ["broken", "passed"]
    assert result.outcome is Outcome.CLAIMED
    assert "load_sheet" not in (repo / "sheet.py").read_text()


def test_a_function_that_a_change_needs_is_asked_for(make_session: MakeSession, repo: Path) -> None:
    """The table is changed rightly, and names a function that nobody has written."""
    table = "def to_int(text):\n    return int(text)\n\n\nTYPES = {\n    'int': to_int,\n}\n\n\n"
    (repo / "values.py").write_text(table + "def convert(kind, text):\n    return TYPES[kind](text)\n")
    (repo / "test_values.py").write_text(
        "from values import convert\n\n\ndef test_half():\n    assert convert('float', '0.5') == 0.5\n"
        "    assert convert('float', '2') == 2.0\n"
    )
    same = "```python\ndef convert(kind, text):\n    return TYPES[kind](text)\n```"
    added = "```python\nTYPES = {\n    'int': to_int,\n    'float': to_float,\n}\n```"
    session = search(
        make_session, *[same] * 6, *[added] * 4, "```python\ndef to_float(text):\n    return float(text)\n```"
    )
    result = session.run("Values of the type float are not converted. Fix it.")
    assert result.outcome is Outcome.VERIFIED, verdicts(session)
    text = (repo / "values.py").read_text()
    assert text.index("def to_float") < text.index("TYPES = {")
    shown = session.model.prompts[-1][-1].content  # type: ignore[union-attr]
    assert "Write the function to_float that TYPES needs" in shown
    assert "def to_int(text):\n    return int(text)" in shown
