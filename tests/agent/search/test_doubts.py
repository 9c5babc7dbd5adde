"""What a function no longer calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

STATS = (
    "def given(row):\n    return [each for each in row if each > 0]\n\n\ndef total(row):\n    return sum(given(row))\n"
)
TEST = (
    "from stats import total\n\n\ndef test_total():\n    assert total([1, None, 0, 2]) == 3\n"
    "    assert total([None]) == 0\n"
)
INLINE = "```python\ndef total(row):\n    return sum(each for each in row if each is not None)\n```"
INSIDE = "```python\ndef given(row):\n    return [each for each in row if each is not None]\n```"
OTHER = "```python\ndef total(row):\n    return sum(known(row))\n```"
KNOWN = "\n\ndef known(row):\n    return [each for each in row if each is not None]\n"


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(
    ("reply", "doubted"), [(INLINE, True), (INSIDE, False), (OTHER, False)], ids=["inline", "inside", "other"]
)
def test_a_change_that_goes_past_a_function_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, reply: str, doubted: bool
) -> None:
    """Others that call it are wrong as before. One that calls another function in its place may be what is meant."""
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    (repo / "stats.py").write_text(STATS + KNOWN)
    (repo / "test_stats.py").write_text(TEST)
    result = search(make_session, *[reply] * 40).run("total fails. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
    assert ("total does not use given any more" in result.verification) is doubted


DAYS = """class Day:
    def __init__(self, year, month):
        self.year, self.month = year, month

    @property
    def key(self):
        return (self.year, self.month)
"""
LISTED = "def by_day(days):\n    return sorted(days, key=lambda day: day.key)\n"
LIST_TEST = (
    "from days import Day\nfrom listed import by_day\n\n\ndef test_by_day():\n"
    "    days = [Day(1, None), Day(1, 2)]\n    assert by_day(days) == days\n"
)


@pytest.mark.usefixtures("model_first")
def test_a_change_that_goes_past_a_property_of_another_file_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    (repo / "days.py").write_text(DAYS)
    (repo / "listed.py").write_text(LISTED)
    (repo / "test_listed.py").write_text(LIST_TEST)
    reply = LISTED.replace("day.key", "day.year")
    result = search(make_session, *[f"```python\n{reply}```"] * 40).run("by_day in listed.py crashes. Fix it.")
    assert result.outcome is Outcome.CLAIMED, result.verification
    assert "by_day does not use key any more" in result.verification


WAIT = "def wait(tries):\n    return 2 * tries\n"
LIMIT = (
    "from waiting import wait\n\n\ndef test_wait():\n    assert wait(3) == 6\n    assert wait(100) == 45\n"
    "    assert wait(30) == 45\n"
)
CAPPED = "```python\ndef wait(tries):\n    return min(2 * tries, {})\n```"


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(
    ("told", "doubted"), [("", True), ("It is never more than 45.", False)], ids=["tests alone", "papers"]
)
def test_a_value_that_only_the_tests_tell_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, told: str, doubted: bool
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    (repo / "waiting.py").write_text(WAIT)
    (repo / "README.md").write_text(f"# waiting\n\n{told}\n")
    (repo / "test_waiting.py").write_text(LIMIT)
    result = search(make_session, *[CAPPED.format(45)] * 40).run("wait fails. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
    assert ("45 is known from the tests alone" in result.verification) is doubted


DAY = "from datetime import date\n\n\ndef day(text):\n    return date.fromisoformat(text)\n"
NO_DAY = "from days import day\n\n\ndef test_no_day():\n    assert day('') is None\n    assert day(str()) is None\n"
HANDLED = "def day(text):\n    try:\n        return date.fromisoformat(text)\n    except ValueError:\n        {}\n"
CATCH = f"```python\n{HANDLED}```"
GUARD = "```python\ndef day(text):\n    if not text:\n        return None\n    return date.fromisoformat(text)\n```"
AGAIN = CATCH.format("if text:\n            raise\n        return None")
TOLD = CATCH.format("print(text)\n        return None")


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(
    ("reply", "doubted"),
    [(CATCH.format("return None"), True), (GUARD, False), (AGAIN, False), (TOLD, False)],
    ids=["caught", "guarded", "raised again", "told"],
)
def test_an_error_that_is_passed_over_is_claimed(
    make_session: MakeSession, repo: Path, monkeypatch: pytest.MonkeyPatch, reply: str, doubted: bool
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.strategy.NEAR_S", -1.0)
    (repo / "days.py").write_text(DAY)
    (repo / "test_days.py").write_text(NO_DAY)
    result = search(make_session, *[reply] * 40).run("day crashes where nothing is given. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
    assert ("ValueError is now passed over" in result.verification) is doubted
