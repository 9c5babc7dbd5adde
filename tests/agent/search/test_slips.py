"""Slips are tried before the model is asked, and its own change is the likelier."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

HOURS = "def started(minutes):\n    return minutes // 60 + 1\n"
TEST_HOURS = (
    "from hours import started\n\n\ndef test_started():\n"
    "    assert [started(minutes) for minutes in (30, 60, 61)] == [1, 1, 2]\n"
)
RIGHT = "return (minutes + 59) // 60"


def reply(line: str) -> str:
    return f"```python\ndef started(minutes):\n    {line}\n```"


@pytest.fixture
def hours(repo: Path) -> Path:
    (repo / "hours.py").write_text(HOURS)
    (repo / "test_hours.py").write_text(TEST_HOURS)
    return repo


def test_the_models_change_wins_over_a_slip_that_passes_and_is_claimed(make_session: MakeSession, hours: Path) -> None:
    result = search(make_session, *[reply(RIGHT)] * 20).run("The tests fail. Fix the code.")
    assert RIGHT in (hours / "hours.py").read_text()
    assert result.outcome is Outcome.CLAIMED
    assert "it passes with `return minutes // 61 + 1` too" in result.verification


def test_a_number_that_was_turned_is_no_proof(make_session: MakeSession, hours: Path) -> None:
    result = search(make_session, *[reply("return minutes")] * 20).run("The tests fail. Fix the code.")
    assert "minutes // 61 + 1" in (hours / "hours.py").read_text()
    assert result.outcome is Outcome.CLAIMED
    assert "a number was changed until it did" in result.verification


def test_a_slip_that_alone_passes_is_verified(make_session: MakeSession, hours: Path) -> None:
    (hours / "hours.py").write_text("def open_at(hour, closes):\n    return hour < closes\n")
    (hours / "test_hours.py").write_text(
        "from hours import open_at\n\n\ndef test_open():\n"
        "    assert [open_at(hour, 12) for hour in (11, 12, 13)] == [True, True, False]\n    assert open_at(9, 9)\n"
    )
    wrong = "```python\ndef open_at(hour, closes):\n    return hour\n```"
    result = search(make_session, *[wrong] * 20).run("It is closed at twelve, and should not be. Fix it.")
    assert "return hour <= closes" in (hours / "hours.py").read_text()
    assert result.outcome is Outcome.VERIFIED, result.verification


def test_a_slip_that_the_model_writes_too_is_its_own_change(make_session: MakeSession, hours: Path) -> None:
    (hours / "hours.py").write_text("def started(minutes):\n    return minutes // 60\n")
    (hours / "test_hours.py").write_text(
        "from hours import started\n\n\ndef test_started():\n"
        "    assert [started(minutes) for minutes in (61, 120, 121)] == [1, 1, 1]\n"
    )
    replies = [reply("return minutes"), reply("return minutes // 61"), reply("return (minutes - 1) // 60")]
    result = search(make_session, *replies * 6).run("An hour has ended only when another minute begins. Fix it.")
    assert "return minutes // 61" in (hours / "hours.py").read_text()
    assert "a number was changed until it did" not in result.verification


def test_a_constant_of_another_file_is_turned(make_session: MakeSession, hours: Path) -> None:
    kind = "class Kind:\n    def __init__(self, high):\n        self.high = high\n\n\n"
    (hours / "limits.py").write_text(f"{kind}DAY = Kind(6)\n")
    (hours / "hours.py").write_text(
        "from limits import DAY\n\n\ndef is_day(number):\n    return number <= DAY.high\n\n\n"
        "def last_day():\n    return DAY.high\n"
    )
    (hours / "test_hours.py").write_text(
        "from hours import is_day, last_day\n\n\ndef test_days():\n    assert is_day(7)\n"
        "    assert not is_day(8)\n    assert last_day() == 7\n"
    )
    wrong = "```python\ndef is_day(number):\n    return number\n```"
    result = search(make_session, *[wrong] * 20).run("7 is no day, and should be one. Fix it.")
    assert (hours / "limits.py").read_text() == f"{kind}DAY = Kind(7)\n"
    assert result.outcome is Outcome.CLAIMED
    assert "a number was changed until it did" in result.verification
