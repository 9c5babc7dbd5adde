from fractions import Fraction

import pytest

from recipebox.units import parse_number, show_fraction


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(10), "10"),
        (Fraction(1), "1"),
        (Fraction(1, 3), "1/3"),
        (Fraction(3, 4), "3/4"),
        (Fraction(7, 8), "7/8"),
        (Fraction(41, 4), "10 1/4"),
        (Fraction(1, 5), "0.2"),
        (Fraction(22, 7), "3.14"),
        (Fraction(13, 6), "2.17"),
        (Fraction(101, 10), "10.1"),
    ],
)
def test_show_fraction(number, text):
    assert show_fraction(number) == text


def test_it_can_be_read_again():
    for denominator in (1, 2, 3, 4, 8):
        for numerator in range(1, 40):
            number = Fraction(numerator, denominator)
            assert parse_number(show_fraction(number)) == number
