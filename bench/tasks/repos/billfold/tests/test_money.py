import pytest

from billfold import format_amount, parse_amount, percent


@pytest.mark.parametrize(
    ("text", "cents"), [("1,234.50", 123450), ("-3", -300), ("0.99", 99), (" 1234.05 ", 123405), ("-0.50", -50)]
)
def test_parse(text, cents):
    assert parse_amount(text) == cents


@pytest.mark.parametrize("text", ["", "1.5", "1,23", "12,34.50", "abc", "1.234,50"])
def test_not_an_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        parse_amount(text)


def test_format():
    assert format_amount(123450) == "1,234.50"
    assert format_amount(5) == "0.05"
    assert format_amount(0) == "0.00"
    assert format_amount(-123405) == "-1,234.05"


def test_format_small_credit():
    assert format_amount(-50) == "-0.50"


def test_percent():
    assert percent(1000, 19) == 190
    assert percent(50, 7) == 4
    assert percent(-50, 7) == -4
