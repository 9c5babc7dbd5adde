import pytest

from huekit import Colour, parse, to_hex


def test_names_and_hex():
    assert parse("teal") == Colour(0, 128, 128)
    assert parse("#0a1B2c") == Colour(10, 27, 44)
    assert parse(" White ") == Colour(255, 255, 255)


def test_short_hex():
    assert parse("#fa0") == Colour(255, 170, 0)
    assert parse("#08C") == Colour(0, 136, 204)
    assert parse(" #fff ") == parse("white")


def test_rgb():
    assert parse("rgb(1, 20,255)") == Colour(1, 20, 255)
    with pytest.raises(ValueError, match="between 0 and 255: 256"):
        parse("rgb(0, 256, 0)")


@pytest.mark.parametrize("text", ["", "#", "#12345", "#gggggg", "102030", "rgb(1, 2)", "mauve-ish"])
def test_not_a_colour(text):
    with pytest.raises(ValueError, match="not a colour"):
        parse(text)


def test_to_hex():
    assert to_hex(Colour(0, 9, 255)) == "#0009ff"
