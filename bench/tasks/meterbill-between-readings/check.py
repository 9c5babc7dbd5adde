from datetime import date, timedelta

import pytest
from meterbill import Reading, ReadingError, read_readings, usage
from meterbill.cli import main
from support import WORKSPACE

BEGIN = date(2024, 1, 1)
KWH = {0: 99_000, 10: 99_100, 30: 99_900, 40: 900, 140: 1000}
READINGS = [Reading("a", BEGIN + timedelta(days), kwh) for days, kwh in KWH.items()]


def used(begin, end, readings=READINGS):
    return usage(readings, "a", BEGIN + timedelta(begin), BEGIN + timedelta(end))


@pytest.mark.parametrize(
    ("begin", "end", "kwh"),
    [
        (0, 10, 100),
        (0, 40, 1900),
        (3, 7, 40),
        (0, 15, 300),
        (10, 11, 40),
        (29, 30, 40),
        (20, 35, 900),
        (30, 31, 100),
        (39, 40, 100),
        (40, 50, 10),
        (90, 140, 50),
        (5, 65, 1875),
        (0, 140, 2000),
    ],
)
def test_usage(begin, end, kwh):
    assert used(begin, end) == kwh
    assert used(begin, end, list(reversed(READINGS))) == kwh


def test_each_day_of_a_period_is_the_same():
    assert {used(day, day + 1) for day in range(10, 30)} == {40}
    assert {used(day, day + 1) for day in range(40, 140)} == {1}


def test_our_meters():
    readings = read_readings(WORKSPACE / "data" / "readings.csv")
    assert usage(readings, "40-118", date(2024, 5, 1), date(2024, 8, 1)) == 437
    assert usage(readings, "40-118", date(2024, 8, 1), date(2024, 11, 1)) == 437
    assert usage(readings, "40-117", date(2024, 7, 1), date(2024, 10, 1)) == 840
    assert usage(readings, "40-117", date(2024, 7, 1), date(2024, 8, 16)) == 420


def test_outside():
    for begin, end in ((-1, 5), (5, 141)):
        with pytest.raises(ReadingError):
            used(begin, end)


def test_the_command(capsys):
    file = str(WORKSPACE / "data" / "readings.csv")
    assert main(["usage", file, "--meter", "40-118", "--from", "2024-05-01", "--to", "2024-08-01"]) == 0
    assert capsys.readouterr().out == "437 kWh\n"
