import ast

from support import WORKSPACE, code_without_docstrings, started_as

from shiftplan import pay, rules
from shiftplan.staffing import can_take, fill

NAMES = ("__init__", "model", "pay", "rules", "staffing", "table")


def test_it_says_what_was_asked():
    text = (fill.__doc__ or "").lower()
    assert len(text.split()) >= 15
    assert "hour" in text
    assert "rule" in text
    assert "away" in text
    assert "date" in text or "day" in text
    assert "return" in text
    assert "open" in text or "unassigned" in text or "not" in text or "nobody" in text or "remain" in text


def test_the_code_is_as_before():
    for name in NAMES:
        file = f"shiftplan/{name}.py"
        assert code_without_docstrings((WORKSPACE / file).read_text()) == code_without_docstrings(started_as(file))


def test_other_docstrings_are_as_before():
    assert can_take.__doc__ == "Whether a person can have an open shift without a new problem in the plan."
    assert ast.get_docstring(ast.parse((WORKSPACE / "shiftplan/staffing.py").read_text())) == "Gives open shifts to people."
    assert pay.hours.__doc__ and rules.check_plan.__doc__
