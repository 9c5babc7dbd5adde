from datetime import date

from gymclub.notice import last_day


def test_last_day():
    assert last_day(date(2025, 1, 10)) == date(2025, 2, 28)
    assert last_day(date(2025, 1, 20)) == date(2025, 3, 31)
