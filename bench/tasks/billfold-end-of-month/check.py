import json
from datetime import date, timedelta

import pytest
from support import run_python

from billfold import Invoice, Line, days_late, due_date, reminder


@pytest.mark.parametrize(
    ("day", "terms", "due"),
    [
        ("2024-03-10", "30 eom", "2024-04-30"), ("2024-01-20", "14 eom", "2024-02-29"),
        ("2023-01-20", "14 eom", "2023-02-28"), ("2100-02-01", "0 eom", "2100-02-28"),
        ("2000-02-01", "0 eom", "2000-02-29"), ("2024-12-01", "30 eom", "2024-12-31"),
        ("2024-12-02", "30 eom", "2025-01-31"), ("2024-11-30", "30 eom", "2024-12-31"),
        ("2024-05-31", "0 eom", "2024-05-31"), ("2024-05-31", "1 eom", "2024-06-30"),
        ("2024-04-30", "0 eom", "2024-04-30"), ("2024-01-31", "30 eom", "2024-03-31"),
        ("2024-10-05", "90 eom", "2025-01-31"), ("2023-12-31", "365 eom", "2024-12-31"),
    ],
)  # fmt: skip
def test_end_of_month(day, terms, due):
    assert due_date(date.fromisoformat(day), terms) == date.fromisoformat(due)


def test_every_day():
    day = date(2023, 1, 1)
    while day < date(2025, 1, 1):
        due, plain = due_date(day, "30 eom"), day + timedelta(days=30)
        assert (due.year, due.month) == (plain.year, plain.month)
        assert (due + timedelta(days=1)).day == 1
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "terms", "due"),
    [
        ("2024-01-31", "30", "2024-03-01"), ("2024-05-28", "0", "2024-05-28"), ("2024-12-20", "14", "2025-01-03"),
        ("2024-03-10", "30", "2024-04-09"),
    ],
)  # fmt: skip
def test_plain(day, terms, due):
    assert due_date(date.fromisoformat(day), terms) == date.fromisoformat(due)


@pytest.mark.parametrize("terms", ["", "soon", "-3", "30 days", "-3 eom", "30 eom eom", "x eom", "30 end"])
def test_not_terms(terms):
    with pytest.raises(ValueError, match="not terms of payment"):
        due_date(date(2024, 1, 31), terms)


def test_invoice():
    assert days_late(date(2024, 3, 10), "30 eom", date(2024, 4, 30)) == 0
    assert days_late(date(2024, 3, 10), "30 eom", date(2024, 5, 3)) == 3
    one = Invoice("2024-009", "De Boer", date(2024, 3, 10), "30 eom", [Line("Shelf", 1, 10000, 19)])
    assert one.due == date(2024, 4, 30)
    assert reminder(one, date(2024, 5, 6)) is None
    assert reminder(one, date(2024, 5, 7)) == "reminder"


def test_command(tmp_path):
    entry = {"number": "2024-001", "customer": "De Boer", "date": "2024-03-10", "terms": "30 eom"}
    (tmp_path / "book.json").write_text(json.dumps([entry | {"lines": [["Shelf", 1, "100.00", 19]]}]))
    done = run_python("-m", "billfold", "unpaid", str(tmp_path / "book.json"), "--on", "2024-04-15")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{'2024-001 De Boer, due 2024-04-30':<44}      119.00\n"
