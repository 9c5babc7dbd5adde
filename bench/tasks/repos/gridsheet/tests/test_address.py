import pytest

from gridsheet.address import column_letters, column_number, expand_range, parse_address


def test_columns():
    for letters, number in (("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("ZZ", 702), ("AAA", 703)):
        assert (column_number(letters), column_letters(number)) == (number, letters)


def test_addresses():
    assert parse_address("$b$7") == (2, 7)
    for text in ("7B", "B0", "B", "", "ABCD1"):
        with pytest.raises(ValueError):
            parse_address(text)


def test_ranges():
    assert expand_range("A1", "B2") == ["A1", "B1", "A2", "B2"]
    assert expand_range("B2", "A1") == ["A1", "B1", "A2", "B2"]
