import pytest

from pocketledger.money import format_cents, parse_cents


@pytest.mark.parametrize(
    ("text", "cents"), [("1,00", 100), ("-42,35", -4235), ("2.150,00", 215000), ("7", 700), ("0,5", 50)]
)
def test_parse(text, cents):
    assert parse_cents(text) == cents


def test_parse_refuses_words():
    with pytest.raises(ValueError, match="no amount"):
        parse_cents("much")


def test_format():
    assert format_cents(123456) == "1.234,56"
    assert format_cents(-5) == "-0,05"
