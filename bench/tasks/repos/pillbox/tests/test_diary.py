from datetime import date, datetime
from pathlib import Path

import pytest

from pillbox import Medicine, Taken, last_taken, may_take, parse_diary, read_diary

IBUPROFEN = Medicine("Ibuprofen", date(2024, 1, 1), limit=3, gap=4)


def test_read():
    diary = read_diary(Path(__file__).parents[1] / "data" / "diary.txt")
    assert len(diary) == 4
    assert diary[2] == Taken(datetime(2024, 5, 2, 8, 10), "Vitamin D")
    assert last_taken(IBUPROFEN, diary) == datetime(2024, 5, 2, 14, 30)
    assert last_taken(IBUPROFEN, []) is None


def test_bad_line():
    with pytest.raises(ValueError, match="line 2 of the diary"):
        parse_diary("2024-05-02 08:10 Metformin\n2024-05-02 Metformin\n")


def test_gap():
    diary = parse_diary("2024-05-02 08:00 Ibuprofen\n")
    assert not may_take(IBUPROFEN, diary, datetime(2024, 5, 2, 11, 59))
    assert may_take(IBUPROFEN, diary, datetime(2024, 5, 2, 12, 0))


def test_limit():
    diary = parse_diary("2024-05-02 06:00 Ibuprofen\n2024-05-02 11:00 ibuprofen\n2024-05-02 16:00 Ibuprofen\n")
    assert not may_take(IBUPROFEN, diary, datetime(2024, 5, 2, 21, 0))
    assert may_take(IBUPROFEN, diary, datetime(2024, 5, 3, 8, 0))


def test_limit_at_night():
    diary = parse_diary("2024-05-02 11:00 Ibuprofen\n2024-05-02 16:00 Ibuprofen\n2024-05-02 20:10 Ibuprofen\n")
    assert not may_take(IBUPROFEN, diary, datetime(2024, 5, 3, 0, 15))


def test_without_limit():
    assert may_take(Medicine("Saline", date(2024, 1, 1)), [], datetime(2024, 5, 2, 8, 0))
