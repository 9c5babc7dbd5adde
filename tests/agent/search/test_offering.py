"""What a class has a property for, and is computed by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agent_runtime.agent.search.offering import OFFERED, offered
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

ENTRY = """from datetime import timedelta


class Entry:
    def __init__(self, when):
        self.when = when

    @property
    def night(self):
        return (self.when - timedelta(hours=12)).date()

    def hour(self):
        return self.when.hour

    def after(self, hours):
        return self.when + timedelta(hours=hours)

    def _hidden(self):
        return self.when
"""
REPORT = """def nights(log):
    return len({entry.when.date() for entry in log})
"""


def versions(line: str, classes: str = ENTRY) -> list[str]:
    text = f"def f(entry, log):\n    {line}\n"
    known = [node for node in ast.parse(classes).body if isinstance(node, ast.ClassDef)]
    return [each.splitlines()[1].strip() for each in offered(text, "f", known)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("return entry.when.date()", ["entry.night", "entry.night.date()", "entry.hour()", "entry.hour().date()"]),
        ("return entry.when", ["entry.night", "entry.hour()"]),
        ("return g(entry.when)", ["g(entry.night)", "g(entry.hour())"]),
        ("return entry.other", []),
        ("return log[0].when", []),
        ("return entry.night", []),
        ("entry.when = 1", []),
    ],
)
def test_what_reads_the_attribute_stands_in_its_place(line: str, found: list[str]) -> None:
    assert versions(line) == [f"return {each}" for each in found]


def test_there_are_not_many() -> None:
    many = "".join(f"    def m{number}(self):\n        return self.when\n" for number in range(20))
    assert len(versions("return entry.when", f"class Entry:\n{many}")) == OFFERED
    assert offered("def g(:", "f", []) == offered("def g(): pass\n", "f", []) == []


def test_a_property_does_not_stand_in_for_itself() -> None:
    known = [node for node in ast.parse(ENTRY).body if isinstance(node, ast.ClassDef)]
    for text in offered(ENTRY, "Entry.night", known):
        assert "self.night" not in text


def test_a_property_of_a_class_in_another_file_is_tried(make_session: MakeSession, repo: Path) -> None:
    (repo / "entry.py").write_text(ENTRY)
    (repo / "report.py").write_text(REPORT)
    (repo / "test_report.py").write_text(
        "from datetime import datetime\nfrom entry import Entry\nfrom report import nights\n\n\n"
        "def log(*hours):\n    return [Entry(datetime(2024, 12, 30 + hour // 24, hour % 24)) for hour in hours]\n\n\n"
        "def test_nights():\n    assert nights(log(23, 25)) == 1\n    assert nights(log(20, 22, 30, 46)) == 2\n"
        "    assert nights(log(22, 27, 30)) == 1\n"
    )
    session = search(make_session, *[f"```python\n{REPORT}```"] * 20)
    result = session.run("A night that goes past midnight is counted twice. Fix it.")
    assert "entry.night for entry" in (repo / "report.py").read_text(), verdicts(session)
    assert result.outcome is Outcome.VERIFIED, result.verification
