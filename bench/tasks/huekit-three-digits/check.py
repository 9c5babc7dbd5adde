import pytest
from support import run_python

from huekit import Colour, parse, parse_palette, to_hex


def test_every_digit():
    for digit in "0123456789abcdef":
        assert parse(f"#{digit}00") == Colour(int(digit * 2, 16), 0, 0)
        assert parse(f"#0{digit}0") == Colour(0, int(digit * 2, 16), 0)
        assert parse(f"#00{digit.upper()}") == Colour(0, 0, int(digit * 2, 16))


@pytest.mark.parametrize(
    ("short", "long"),
    [("#fa0", "#ffaa00"), ("#08C", "#0088cc"), (" #FfF ", "#ffffff"), ("#123", "#112233"), ("#000", "#000000")],
)
def test_short(short, long):
    assert parse(short) == parse(long)
    assert to_hex(parse(short)) == long


@pytest.mark.parametrize(
    "text",
    ["", "#", "#1", "#12", "#1234", "#12345", "#1234567", "#ggg", "#fg0", "fa0", "##fa", "#f a", "#-12", "102030"],
)
def test_not_a_colour(text):
    with pytest.raises(ValueError, match="not a colour"):
        parse(text)


def test_other_forms():
    assert parse("Teal") == parse("#008080") == parse("rgb(0,128, 128)") == Colour(0, 128, 128)
    assert parse("#102030") == Colour(16, 32, 48)
    with pytest.raises(ValueError, match="between 0 and 255: 300"):
        parse("rgb(300, 0, 0)")


def test_palette_and_command():
    assert parse_palette("a = #fa0\nb = #00f\n")["a"] == Colour(255, 170, 0)
    done = run_python("-m", "huekit", "show", "#f03")
    assert done.returncode == 0
    assert done.stdout.startswith("#ff0033 ")
