"""A winner's change is made smaller."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.shrinking import smaller, with_guards
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession

OLD = """def letters(number):
    \"\"\"A for 1.\"\"\"
    if number < 1:
        raise ValueError(number)
    found = ""
    while number:
        number, rest = divmod(number, 26)
        found = chr(ord("A") + rest) + found
    return found
"""
NEW = """def letters(number):
    \"\"\"The letters of a column.\"\"\"
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
"""
TEST = (
    "from columns import letters\n\n\ndef test_letters():\n"
    "    assert letters(26) == 'Z'\n    assert [letters(number) for number in (1, 27)] == ['A', 'AA']\n"
)


def test_each_text_has_one_difference_less() -> None:
    assert set(smaller("a\nb\nc\n", "a\nB\nc\n")) == set()
    assert list(smaller("a\nb\nc\n", "A\nb\nC\n")) == ["A\nb\nc\n", "a\nb\nC\n"]
    assert "guard\nX\n" in set(smaller("guard\nx\n", "X\n"))
    assert list(smaller("a\n", "a\n")) == []


ANEW = """def letters(number):
    \"\"\"Converts.\"\"\"
    found = []
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found.append(chr(rest + ord("A")))
    return "".join(reversed(found))
"""


def test_a_function_written_anew_keeps_its_guards_and_its_docstring() -> None:
    assert with_guards(OLD, ANEW) == ANEW.replace(
        '    """Converts."""\n', '    """A for 1."""\n    if number < 1:\n        raise ValueError(number)\n'
    )
    assert with_guards(OLD, OLD) == OLD
    assert with_guards(OLD, ANEW.replace('    """Converts."""\n', "")) == with_guards(OLD, ANEW)
    method = "class A:\n    def f(self, x):\n        assert x\n        return x\n"
    assert with_guards(method, method.replace("        assert x\n", "")) == method
    assert with_guards("def f(: pass", ANEW) == ANEW
    assert (
        with_guards("def f(x):\n    if x:\n        return 1\n    return 2\n", "def f(x): return 2\n")
        == "def f(x): return 2\n"
    )
    changed = "def f(x):\n    if x > 5:\n        return 1\n    assert x\n    return 2\n"
    for old, new in (("> 5", ">= 5"), ("return 1", "return 3"), ("assert x", "assert x > 0")):
        assert with_guards(changed, changed.replace(old, new)) == changed.replace(old, new)


@pytest.mark.usefixtures("model_first")
def test_what_no_test_covers_is_kept(make_session: MakeSession, repo: Path) -> None:
    (repo / "columns.py").write_text(OLD)
    (repo / "test_columns.py").write_text(TEST)
    session = make_session(
        [f"```python\n{NEW}```"], agent_strategy="search", agent_mode="auto", agent_verify="python -m pytest -q"
    )
    result = session.run("The letters are wrong. Fix them.")
    assert result.outcome is Outcome.VERIFIED, result.verification
    text = (repo / "columns.py").read_text()
    assert text == OLD.replace("divmod(number, 26)", "divmod(number - 1, 26)")
