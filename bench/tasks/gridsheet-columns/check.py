import pytest

from gridsheet.address import column_letters, column_number


def test_there_and_back():
    for number in range(1, 2000):
        assert column_number(column_letters(number)) == number
    with pytest.raises(ValueError):
        column_letters(0)
