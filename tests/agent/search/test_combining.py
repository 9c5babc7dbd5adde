"""Two changes of the same files together."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.combining import combined
from agent_runtime.agent.search.copies import Edits

OLD = {"a.json": '{\n  "date": "Day",\n  "payee": "To",\n  "sum": "Sum"\n}\n', "b.py": "x = 1\n"}
DATE = OLD["a.json"].replace("Day", "Date")
PAYEE = OLD["a.json"].replace("To", "Payee")


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ({"a.json": DATE}, {"a.json": PAYEE}, {"a.json": DATE.replace("To", "Payee")}),
        ({"a.json": PAYEE}, {"a.json": DATE}, {"a.json": DATE.replace("To", "Payee")}),
        ({"a.json": DATE}, {"b.py": "x = 2\n"}, {"a.json": DATE, "b.py": "x = 2\n"}),
        ({"a.json": DATE}, {"a.json": DATE, "b.py": "x = 2\n"}, None),  # one holds the other
        ({"a.json": DATE}, {"a.json": OLD["a.json"].replace("Day", "When")}, None),  # the same line
        ({"a.json": "{\n" + OLD["a.json"]}, {"a.json": "[\n" + OLD["a.json"]}, None),  # added in the same place
        ({"b.py": "x = 1\ny = 2\n"}, {"b.py": "# x\nx = 1\n"}, {"b.py": "# x\nx = 1\ny = 2\n"}),
        ({"b.py": None}, {"b.py": "x = 2\n"}, None),
        ({"b.py": None}, {"a.json": DATE}, {"a.json": DATE, "b.py": None}),
        ({"a.json": DATE}, {"a.json": DATE}, None),
    ],
)
def test_changes_of_different_lines_are_put_together(one: Edits, other: Edits, both: Edits | None) -> None:
    assert combined(OLD.__getitem__, one, other) == both
