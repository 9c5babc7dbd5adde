from datetime import date, datetime, time, timedelta

import pytest
from support import WORKSPACE, run_python

from pillbox import Medicine, doses_on, is_due, next_dose


@pytest.mark.parametrize("every", [1, 2, 3, 5, 7, 14, 28, 30, 45, 90])
@pytest.mark.parametrize("start", [date(2024, 5, 2), date(2023, 12, 31), date(2024, 2, 29), date(2024, 1, 15)])
def test_every_so_many_days(every, start):
    medicine = Medicine("X", start, (time(8),), every=every)
    due = [start + timedelta(days=ahead) for ahead in range(500) if is_due(medicine, start + timedelta(days=ahead))]
    assert due == [start + timedelta(days=ahead) for ahead in range(0, 500, every)]


def test_not_before_nor_after():
    medicine = Medicine("X", date(2024, 5, 2), (time(8),), every=2, until=date(2024, 6, 3))
    assert not is_due(medicine, date(2024, 4, 30))
    assert is_due(medicine, date(2024, 6, 1))
    assert is_due(medicine, date(2024, 6, 3))
    assert not is_due(medicine, date(2024, 6, 5))
    assert not is_due(Medicine("X", date(2024, 5, 2), every=2), date(2024, 5, 2))


def test_doses_and_next():
    medicines = [Medicine("X", date(2024, 5, 2), (time(8), time(20)), every=2), Medicine("Y", date(2024, 5, 2))]
    assert [dose.when.hour for dose in doses_on(medicines, date(2024, 6, 1))] == [8, 20]
    assert doses_on(medicines, date(2024, 6, 2)) == []
    assert next_dose(medicines, datetime(2024, 5, 30, 20, 0)).when == datetime(2024, 6, 1, 8, 0)
    assert next_dose(medicines, datetime(2024, 6, 1, 20, 0)).when == datetime(2024, 6, 3, 8, 0)


def test_command():
    def today(day):
        done = run_python("-m", "pillbox", "today", str(WORKSPACE / "data" / "medicines.csv"), "--day", day)
        assert done.returncode == 0
        return [line.split(",")[0] for line in done.stdout.splitlines()]

    assert today("2024-05-02") == ["07:30 Methimazole", "08:00 Metformin", "20:00 Metformin"]
    assert today("2024-06-01") == ["07:30 Methimazole", "08:00 Metformin", "20:00 Metformin"]
    assert today("2024-06-03") == [
        "07:30 Methimazole",
        "08:00 Metformin",
        "08:00 Vitamin D",
        "20:00 Metformin",
    ]
    assert today("2024-07-02") == ["08:00 Metformin", "20:00 Metformin"]
