from datetime import date

import pytest

from meterbill import Reading, ReadingError, read_readings, usage
from meterbill.usage import advance

READINGS = [
    Reading("a", date(2024, 1, 31), 400),
    Reading("b", date(2024, 1, 1), 99_900),
    Reading("a", date(2024, 1, 1), 100),
    Reading("b", date(2024, 1, 11), 100),
    Reading("a", date(2024, 3, 1), 400),
]


def test_between_readings():
    assert usage(READINGS, "a", date(2024, 1, 1), date(2024, 1, 31)) == 300
    assert usage(READINGS, "a", date(2024, 1, 1), date(2024, 3, 1)) == 300


def test_days_without_a_reading():
    assert usage(READINGS, "a", date(2024, 1, 1), date(2024, 1, 4)) == 30
    assert usage(READINGS, "a", date(2024, 1, 11), date(2024, 2, 10)) == 200


def test_from_0_again():
    assert advance(99_900, 100) == 200
    assert usage(READINGS, "b", date(2024, 1, 1), date(2024, 1, 11)) == 200


def test_no_readings():
    with pytest.raises(ReadingError, match="around 2024-03-02"):
        usage(READINGS, "a", date(2024, 1, 1), date(2024, 3, 2))
    with pytest.raises(ReadingError):
        usage(READINGS, "c", date(2024, 1, 1), date(2024, 1, 2))


@pytest.mark.parametrize("line", ["a,2024-13-01,5", "a,2024-01-01,x", "a,2024-01-01,100000", "a"])
def test_a_bad_line(tmp_path, line):
    file = tmp_path / "readings.csv"
    file.write_text(f"meter,day,kwh\na,2024-01-01,5\n{line}\n")
    with pytest.raises(ReadingError, match="line 3"):
        read_readings(file)
