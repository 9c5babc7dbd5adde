import pytest
from meterbill import Bill, Step, Tariff, compare
from meterbill.bill import bill_rows
from meterbill.cli import main
from support import WORKSPACE


@pytest.mark.parametrize(
    ("energy", "base", "bonus", "net", "vat", "total"),
    [
        (18_000, 6000, 2000, 22_000, 4180, 26_180),
        (18_000, 6000, 0, 24_000, 4560, 28_560),
        (122_333, 17_400, 5000, 134_733, 25_599, 160_332),
        (1000, 1000, 1950, 50, 10, 60),
        (1000, 1000, 2000, 0, 0, 0),
        (1000, 1000, 2300, 0, 0, 0),
        (0, 990, 1000, 0, 0, 0),
    ],
)
def test_amounts(energy, base, bonus, net, vat, total):
    bill = Bill("x", 1, 1, energy, base, bonus)
    assert (bill.net, bill.vat, bill.total) == (net, vat, total)


def test_compare():
    plain, gift = Tariff("plain", 1000, (Step(300),)), Tariff("gift", 1000, (Step(310),), bonus=1100)
    bills = compare([plain, gift], 1000)
    assert [(bill.tariff, bill.total) for bill in bills] == [("gift", 49_861), ("plain", 49_980)]


def test_rows():
    rows = bill_rows(Bill("river", 10, 2, 320, 2900, 5000))
    assert rows[1:] == [
        "energy        3.20",
        "months       29.00",
        "bonus       -50.00",
        "VAT           0.00",
        "total         0.00",
    ]


def test_the_command(capsys):
    data = WORKSPACE / "data"
    command = ["bill", str(data / "readings.csv"), "--meter", "40-117", "--from", "2024-01-01", "--to", "2025-01-01"]
    assert main(["--tariffs", str(data / "tariffs.json"), *command, "--tariff", "river"]) == 0
    assert capsys.readouterr().out.splitlines()[3:6] == [
        "bonus       -50.00",
        "VAT         255.99",
        "total      1603.32",
    ]
