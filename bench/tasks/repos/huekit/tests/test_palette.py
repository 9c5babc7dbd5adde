from pathlib import Path

import pytest

from huekit import Palette, parse, parse_palette, read_palette
from huekit.__main__ import main

HARBOUR = Path(__file__).parents[1] / "data" / "harbour.txt"


def test_read():
    palette = read_palette(HARBOUR)
    assert palette.names == ["water", "night", "buoy", "sail"]
    assert palette["water"] == parse("teal")


def test_not_a_palette():
    with pytest.raises(ValueError, match="not a line"):
        parse_palette("water teal\n")


def test_with_and_without():
    palette = Palette({"a": parse("red")}).with_colour("b", parse("blue"))
    assert palette.names == ["a", "b"]
    assert palette.without("a").names == ["b"]
    assert palette.without("c").names == ["a", "b"]


def test_variants_leave_the_base_alone():
    base = Palette({"paper": parse("white"), "ink": parse("black")})
    dark = base.with_colour("paper", parse("black")).with_colour("link", parse("orange"))
    assert dark["paper"] == parse("black")
    assert base["paper"] == parse("white")
    assert base.names == ["paper", "ink"]


def test_nearest():
    assert read_palette(HARBOUR).nearest(parse("#101850")) == "night"
    with pytest.raises(ValueError, match="empty"):
        Palette().nearest(parse("red"))


def test_commands(capsys):
    assert main(["show", "teal"]) == 0
    assert capsys.readouterr().out == "#008080 hsl(180, 100%, 25%)\n"
    assert main(["nearest", str(HARBOUR), "red"]) == 0
    assert capsys.readouterr().out == "buoy\n"
