from datetime import date, datetime, timedelta

import pytest
from support import run_python

from pillbox import Medicine, Taken, last_taken, may_take

NOW = datetime(2024, 5, 3, 12, 0)


def diary(*hours_ago, name="Ibuprofen"):
    return [Taken(NOW - timedelta(hours=hours), name) for hours in hours_ago]


@pytest.mark.parametrize(
    ("limit", "hours_ago", "allowed"),
    [
        (3, (5, 10, 15), False), (3, (5, 10), True), (3, (5, 10, 23.9), False), (3, (5, 10, 24), True),
        (3, (5, 10, 24.1), True), (3, (5, 10, 24, 30, 40), True), (3, (5, 10, 23, 24, 30), False),
        (1, (13,), False), (1, (23 + 59 / 60,), False), (1, (24,), True), (1, (25,), True), (1, (48,), True),
        (1, (), True), (2, (1, 13), False), (2, (36, 37, 38), True), (0, (1, 2, 3, 4, 5), True),
    ],
)  # fmt: skip
def test_limit(limit, hours_ago, allowed):
    medicine = Medicine("Ibuprofen", date(2024, 1, 1), limit=limit)
    assert may_take(medicine, diary(*hours_ago), NOW) is allowed
    assert may_take(medicine, diary(*hours_ago)[::-1], NOW) is allowed


def test_end_of_month_and_year():
    medicine = Medicine("Ibuprofen", date(2024, 1, 1), limit=1)
    taken = [Taken(datetime(2023, 12, 31, 23, 0), "ibuprofen")]
    assert not may_take(medicine, taken, datetime(2024, 1, 1, 0, 30))
    assert may_take(medicine, taken, datetime(2024, 1, 1, 23, 0))


def test_gap():
    medicine = Medicine("Ibuprofen", date(2024, 1, 1), limit=3, gap=6)
    assert not may_take(medicine, diary(5.5), NOW)
    assert may_take(medicine, diary(6), NOW)
    assert not may_take(medicine, diary(6, 12, 18), NOW)
    assert may_take(medicine, diary(6, 12, 24), NOW)


def test_other_medicines_do_not_count():
    medicine = Medicine("Ibuprofen", date(2024, 1, 1), limit=2)
    assert may_take(medicine, diary(13, name="IBUPROFEN") + diary(1, 2, 3, name="Aspirin"), NOW)
    assert not may_take(medicine, diary(13, 14, name="IBUPROFEN"), NOW)
    assert last_taken(medicine, diary(40, 13)) == NOW - timedelta(hours=13)


def test_command(tmp_path):
    (tmp_path / "m.csv").write_text(
        "name,times,amount,every,start,until,limit,gap\nIbuprofen,,1,1,2024-01-01,,2,4\n", encoding="utf-8"
    )
    (tmp_path / "d.txt").write_text("2024-05-02 14:00 Ibuprofen\n2024-05-02 20:00 Ibuprofen\n", encoding="utf-8")
    for at, answer in (("2024-05-03 00:15", "no\n"), ("2024-05-03 13:59", "no\n"), ("2024-05-03 14:00", "yes\n")):
        done = run_python(
            "-m", "pillbox", "may", str(tmp_path / "m.csv"), str(tmp_path / "d.txt"), "ibuprofen", "--at", at
        )
        assert (done.returncode, done.stdout) == (0, answer)
