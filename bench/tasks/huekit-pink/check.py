import colorsys

import pytest
from support import run_python

from huekit import Colour, from_hsl, hue_name, lighten, parse, rotate, to_hsl

STEPS = (0, 1, 51, 128, 200, 254, 255)
COLOURS = [Colour(red, green, blue) for red in STEPS for green in STEPS for blue in STEPS]


def test_as_in_the_standard_library():
    for colour in COLOURS:
        hue, saturation, lightness = to_hsl(colour)
        wanted = colorsys.rgb_to_hls(colour.red / 255, colour.green / 255, colour.blue / 255)
        assert 0 <= hue < 360
        assert (hue, lightness, saturation) == pytest.approx((wanted[0] * 360, wanted[1], wanted[2]), abs=1e-6)


def test_there_and_back():
    for colour in COLOURS:
        assert from_hsl(*to_hsl(colour)) == colour
        assert rotate(colour, 360) == colour
        assert lighten(colour, 0) == colour


@pytest.mark.parametrize(
    ("text", "hue"),
    [
        ("#ff0000", 0), ("#ff00ff", 300), ("#ff0033", 348), ("#ffff00", 60), ("#00ffff", 180), ("#0000ff", 240),
        ("#ff0080", 329.88), ("#8000ff", 270.12), ("#808080", 0), ("#c86496", 330), ("#ff8000", 30.12),
    ],
)  # fmt: skip
def test_some(text, hue):
    assert to_hsl(parse(text))[0] == pytest.approx(hue, abs=0.01)


def test_others():
    assert [hue_name(parse(text)) for text in ("#ff0033", "#ff00ff", "#ff8000", "white")] == [
        "red", "magenta", "yellow", "grey",
    ]  # fmt: skip
    assert from_hsl(-120, 1, 0.5) == from_hsl(600, 1, 0.5) == parse("blue")


def test_command():
    done = run_python("-m", "huekit", "show", "rgb(255, 0, 51)")
    assert (done.returncode, done.stdout) == (0, "#ff0033 hsl(348, 100%, 50%)\n")
