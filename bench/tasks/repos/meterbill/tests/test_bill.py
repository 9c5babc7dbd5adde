from datetime import date
from pathlib import Path

import pytest

from meterbill import Bill, Reading, Step, Tariff, compare, make_bill
from meterbill.bill import bill_rows, money, months_between
from meterbill.cli import main

DATA = Path(__file__).parent.parent / "data"
PLAIN = Tariff("plain", 1000, (Step(300),))
GIFT = Tariff("gift", 1000, (Step(300),), bonus=2000)
READINGS = [Reading("a", date(2024, 1, 1), 0), Reading("a", date(2024, 7, 1), 600)]


def test_total():
    bill = make_bill(READINGS, "a", PLAIN, date(2024, 1, 1), date(2024, 7, 1))
    assert (bill.kwh, bill.months, bill.energy, bill.base) == (600, 6, 18_000, 6000)
    assert (bill.net, bill.vat, bill.total) == (24_000, 4560, 28_560)


def test_the_bonus():
    bill = make_bill(READINGS, "a", GIFT, date(2024, 1, 1), date(2024, 7, 1))
    assert (bill.net, bill.vat, bill.total) == (22_000, 4180, 26_180)
    assert Bill("gift", 0, 1, 0, 1000, 2000).total == 0


def test_months():
    begin = date(2024, 1, 15)
    ends = [date(2024, 2, 1), date(2024, 2, 15), date(2024, 2, 16), date(2025, 1, 15)]
    assert [months_between(begin, end) for end in ends] == [1, 1, 2, 12]


def test_the_end_is_later():
    with pytest.raises(ValueError, match="ends after its begin"):
        make_bill(READINGS, "a", PLAIN, date(2024, 7, 1), date(2024, 7, 1))


def test_compare():
    assert [bill.tariff for bill in compare([PLAIN, GIFT], 1000)] == ["gift", "plain"]
    assert [bill.months for bill in compare([PLAIN], 1000)] == [12]


def test_rows():
    assert money(-1205) == "-12.05"
    assert bill_rows(Bill("gift", 600, 6, 18_000, 6000, 2000))[:6] == [
        "gift: 600 kWh, 6 months",
        "energy      180.00",
        "months       60.00",
        "bonus       -20.00",
        "VAT          41.80",
        "total       261.80",
    ]


def test_commands(capsys):
    command = [str(DATA / "readings.csv"), "--meter", "40-118", "--from", "2024-01-01", "--to", "2024-11-01"]
    options = ["--tariffs", str(DATA / "tariffs.json")]
    assert main([*options, "usage", *command]) == 0
    assert capsys.readouterr().out == "1586 kWh\n"
    assert main([*options, "bill", *command, "--tariff", "brook"]) == 0
    assert capsys.readouterr().out.startswith("brook: 1586 kWh, 10 months\n")
    assert main([*options, "bill", *command, "--tariff", "sea"]) == 1
    assert capsys.readouterr().err == "meterbill: there is no tariff 'sea'\n"
    assert main([*options, "compare", "2500"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
