from fractions import Fraction

import pytest

from recipebox.units import parse_number, show_amount, to_base


@pytest.mark.parametrize(
    ("text", "number"), [("2", 2), ("0.5", Fraction(1, 2)), ("1/3", Fraction(1, 3)), ("1 1/2", Fraction(3, 2))]
)
def test_numbers(text, number):
    assert parse_number(text) == number


def test_no_number():
    with pytest.raises(ValueError):
        parse_number(" ")


def test_base_units():
    assert to_base(2, "kg") == (2000, "g")
    assert to_base(2, "tbsp") == (30, "ml")
    assert to_base(3, "") == (3, "")


def test_show_amount():
    assert show_amount(Fraction(1500), "g") == "1.5 kg"
    assert show_amount(Fraction(1, 3), "l") == "0.33 l"
    assert show_amount(200, "ml") == "200 ml"
    assert show_amount(3, "") == "3"
