"""New functions that nothing uses are no feature."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

REPORT = "def report(rows):\n    return [str(len(rows))]\n"
TASK = "The report should have a line with the sum of the rows behind the number of rows."
HELPER = "def total_line(rows):\n    return str(sum(rows))"
METHOD = "class Totals:\n    def total_line(self, rows):\n        return str(sum(rows))"
USED = REPORT.replace("[str(len(rows))]", "[str(len(rows)), total_line(rows)]")


@pytest.fixture
def reports(repo: Path) -> Path:
    (repo / "report.py").write_text(REPORT)
    (repo / "test_report.py").write_text("from report import report\n\n\ndef test_report():\n    assert report([1])\n")
    return repo


@pytest.mark.parametrize("new", [HELPER, METHOD])
def test_what_is_used_wins_over_what_is_not(make_session: MakeSession, reports: Path, new: str) -> None:
    right = f"{HELPER}\n\n\n{USED}"
    session = search(make_session, f"```python\n{REPORT}\n\n{new}\n```", f"```python\n{right}```")
    session.run(TASK)
    assert verdicts(session) == ["suspicious", "passed"]
    assert (reports / "report.py").read_text().count("total_line") == 2


@pytest.mark.parametrize(
    ("task", "new"),
    [
        (TASK + " Put it into total_line().", HELPER),
        ("Add a function for the sum of the rows to report.py.", HELPER),
        (TASK, f"@register\n{HELPER}".replace("@register", "@staticmethod")),
        (TASK, METHOD.replace("Totals", "Totals(dict)")),
        (TASK, METHOD.replace("total_line(self", "__call__(self")),
    ],
)
def test_what_may_be_used_without_being_called(make_session: MakeSession, reports: Path, task: str, new: str) -> None:
    session = search(make_session, f"```python\n{REPORT}\n\n{new}\n```")
    session.run(task)
    assert verdicts(session)[-1] == "passed"
    assert "sum(rows)" in (reports / "report.py").read_text()


@pytest.mark.parametrize(
    ("task", "new", "verdict"),
    [
        (TASK, "def report(rows):\n    # the sum\n    return [str(len(rows))]\n", "suspicious"),
        (
            "Describe in its docstring what report returns, and mend it.",
            REPORT.replace("    ret", '    """x"""\n    ret'),
            "passed",
        ),
        (TASK, REPORT.replace("len(rows)", "sum(rows)"), "passed"),
    ],
)
def test_code_that_stays_as_it_was_is_no_feature(
    make_session: MakeSession, reports: Path, task: str, new: str, verdict: str
) -> None:
    (reports / "report.py").write_text(REPORT.replace("    ret", '    """Lines."""\n    ret'))
    session = search(make_session, f"```python\n{new}```")
    session.run(task)
    assert verdicts(session)[0] == verdict
