"""What papers say of a task that refers to them, and when they are what is to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.idle import shortened
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.papers import about_papers, refers, told_in_papers
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext

README = """# cron

How it runs jobs.

- Sunday is 0 or 7.
- When both the day of the month and the day of the week are given, a job
  runs on the days that match either of them.

    python -m cron next "0 6 * * *"
"""


@pytest.fixture
def locator(repo: Path) -> Locator:
    (repo / "cron.py").write_text("def on_day(day, days, weekdays):\n    return day.day in days\n")
    (repo / "README.md").write_text(README)
    return Locator(ToolContext(repo, Settings(), repo, PathGuard(repo), Sandbox(repo, backend="none")))


@pytest.mark.parametrize(
    ("task", "changed"),
    [
        ("A job runs on too few days of the month, see the README. Fix on_day.", False),
        ("on_day should work as described in README.md.", False),
        ("The README says that either day matches, but on_day wants both. Fix it.", False),
        ("As per the docs, Sunday is 7.", False),
        ("It should be 135 minutes by the rule in the README, but on_day says 90. Please fix that.", False),
        ("The rules in the README are not kept by on_day.", False),
        ("Correct on_day by the README.", False),
        ("It stops at days without a name, although the README allows that.", False),
        ("Fix the table in the README.", True),
        ("Add the name of each job to the list in the README.", True),
        ("Sort the examples in README.md by name.", True),
        ("Update the README: Sunday is 7 only.", True),
        ("Add the option --all to the command, and describe it in the README.", True),
        ("Fix the typo in README.md.", True),
        ("The README is out of date.", True),
        ("Add a section about Sundays to the documentation, like the one about days.", True),
        ("Fix on_day.", False),
    ],
)
def test_when_papers_are_to_change(locator: Locator, task: str, changed: bool) -> None:
    assert about_papers(task) is changed
    assert ("README.md" in [target.path for target in locator.rank(Evidence(task), with_tests=False)]) is changed


def test_the_passage_that_a_task_refers_to(locator: Locator) -> None:
    task = "A job should run on the first of the month and on each day of the week that is given, see the README."
    assert refers(task)
    [(path, passage), *others] = told_in_papers(task, locator)
    assert path == "README.md"
    assert passage.startswith("- When both")
    assert passage.endswith("either of them.")
    assert not any("python -m" in text or text.startswith("#") for _, text in others)
    assert told_in_papers("A job should run on the first day of the month.", locator) == []


@pytest.mark.parametrize(
    ("task", "lines", "lost"),
    [
        ("Mend how jobs run.", README.split("\n")[:5], ["README.md only loses lines"]),
        ("Remove what the README says of Sunday.", README.split("\n")[:5], []),
        ("Mend how jobs run.", [*README.split("\n")[:5], "It runs."], []),
        ("Mend how jobs run.", README.split("\n"), []),
    ],
)
def test_papers_that_only_lose_lines(locator: Locator, task: str, lines: list[str], lost: list[str]) -> None:
    assert shortened({"README.md": "\n".join(lines), "cron.py": ""}, locator, task) == lost
