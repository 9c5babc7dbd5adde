from datetime import date, timedelta

import pytest
from support import WORKSPACE, run_python

from hivebook import Hive, Inspection


def hive(*inspections):
    made = Hive("Linden", 2023)
    for inspection in inspections:
        made.inspect(inspection)
    return made


@pytest.mark.parametrize("seen", [date(2024, 5, 1), date(2024, 2, 20), date(2023, 12, 20)])
@pytest.mark.parametrize("sign", ["queen", "eggs"])
@pytest.mark.parametrize(
    ("days", "queenless"), [(0, False), (1, False), (20, False), (21, False), (22, True), (23, True), (200, True)]
)
def test_days(seen, sign, days, queenless):
    made = hive(Inspection(seen, 4, **{sign: True}), Inspection(seen + timedelta(days=5), 4))
    assert made.may_be_queenless(seen + timedelta(days=days)) is queenless


def test_the_last_sign_counts():
    made = hive(Inspection(date(2024, 4, 1), queen=True), Inspection(date(2024, 5, 1), eggs=True))
    assert not made.may_be_queenless(date(2024, 4, 22))
    assert made.may_be_queenless(date(2024, 4, 23))
    assert not made.may_be_queenless(date(2024, 5, 22))
    assert made.may_be_queenless(date(2024, 3, 31))


def test_never_seen():
    assert Hive("Heath").may_be_queenless(date(2024, 5, 1))
    assert hive(Inspection(date(2024, 5, 1), 3)).may_be_queenless(date(2024, 5, 1))


def test_inspection_due_as_before():
    made = hive(Inspection(date(2024, 5, 1), eggs=True))
    due = [made.inspection_due(date(2024, 5, day)) for day in (1, 10, 11, 12)]
    assert due == [False, False, True, True]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2024-05-10", None),
        ("2024-05-11", "Linden: inspect"),
        ("2024-05-22", "Linden: inspect"),
        ("2024-05-23", "Linden: look for the queen (red)"),
    ],
)
def test_command(day, first):
    (WORKSPACE / "check.txt").write_text("hive Linden, queen 2023\n2024-05-01 brood 6, eggs\n")
    done = run_python("-m", "hivebook", "check", "check.txt", day)
    assert (done.returncode, done.stdout) == (0, f"{first}\n" if first else "")
