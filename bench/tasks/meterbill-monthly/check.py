import pytest
from meterbill import Bill
from meterbill.cli import main
from support import WORKSPACE


def bill(total, months):
    """A bill with this total, which is a multiple of 119."""
    return Bill("x", 1, months, 0, total // 119 * 100, 0)


@pytest.mark.parametrize(
    ("total", "months", "cents"),
    [
        (11_900, 1, 11_900),
        (11_900, 7, 1700),
        (11_900, 17, 700),
        (11_900, 2, 6000),
        (11_900, 6, 2000),
        (11_900, 12, 1000),
        (119, 1, 200),
        (119, 2, 100),
        (119, 12, 100),
        (142_800, 12, 11_900),
        (142_919, 12, 12_000),
    ],
)
def test_monthly(total, months, cents):
    assert bill(total, months).total == total
    monthly = bill(total, months).monthly
    assert monthly == cents
    assert isinstance(monthly, int)


def test_nothing_to_pay():
    assert Bill("x", 0, 3, 0, 1000, 2000).monthly == 0


def test_the_bonus_counts():
    assert Bill("x", 0, 10, 20_000, 10_000, 5000).monthly == 3000
    assert Bill("x", 0, 10, 20_000, 10_000, 0).monthly == 3600


def rows(capsys, meter, begin, end, tariff):
    data = WORKSPACE / "data"
    command = ["bill", str(data / "readings.csv"), "--meter", meter, "--from", begin, "--to", end]
    assert main(["--tariffs", str(data / "tariffs.json"), *command, "--tariff", tariff]) == 0
    return capsys.readouterr().out.splitlines()


def test_the_command(capsys):
    assert rows(capsys, "40-117", "2024-01-01", "2025-01-01", "river") == [
        "river: 3844 kWh, 12 months",
        "energy     1223.33",
        "months      174.00",
        "bonus       -50.00",
        "VAT         255.99",
        "total      1603.32",
        "monthly     134.00",
    ]
    assert rows(capsys, "40-118", "2024-01-01", "2024-05-01", "brook")[-3:] == [
        "VAT          54.20",
        "total       339.44",
        "monthly      85.00",
    ]


def test_other_commands(capsys):
    assert main(["--tariffs", str(WORKSPACE / "data" / "tariffs.json"), "compare", "2500"]) == 0
    assert capsys.readouterr().out == "river      1104.32\nlake       1161.20\nbrook      1167.75\n"
