import pytest
from support import WORKSPACE

from huekit import Palette, parse, read_palette

RED, BLUE, WHITE, BLACK = (parse(name) for name in ("red", "blue", "white", "black"))


def items(palette):
    return [(name, palette[name]) for name in palette.names]


def test_base_stays():
    base = Palette({"paper": WHITE, "ink": BLACK})
    dark = base.with_colour("paper", BLACK)
    light = base.with_colour("link", BLUE)
    warm = light.with_colour("link", RED).with_colour("paper", RED)
    assert items(base) == [("paper", WHITE), ("ink", BLACK)]
    assert items(dark) == [("paper", BLACK), ("ink", BLACK)]
    assert items(light) == [("paper", WHITE), ("ink", BLACK), ("link", BLUE)]
    assert items(warm) == [("paper", RED), ("ink", BLACK), ("link", RED)]
    assert (len(base), len(light)) == (2, 3)
    assert "link" not in base
    assert "link" in light


def test_from_nothing():
    empty = Palette()
    one = empty.with_colour("a", RED)
    assert (len(empty), items(one), len(Palette())) == (0, [("a", RED)], 0)
    assert isinstance(one, Palette)


def test_what_it_was_made_of_stays():
    source = {"a": RED}
    palette = Palette(source)
    assert palette.with_colour("b", BLUE).names == ["a", "b"]
    assert source == {"a": RED}
    source["c"] = WHITE
    assert palette.names == ["a"]
    assert items(Palette([("a", RED), ("b", BLUE)])) == [("a", RED), ("b", BLUE)]


def test_the_same_colour_again():
    base = Palette({"a": RED, "b": BLUE})
    again = base.with_colour("a", RED)
    assert items(again) == items(base)
    assert items(again.with_colour("b", WHITE)) == [("a", RED), ("b", WHITE)]
    assert items(base) == [("a", RED), ("b", BLUE)]


def test_others():
    base = Palette({"a": RED, "b": BLUE})
    assert base.without("a").names == ["b"]
    assert base.without("c").names == base.names == ["a", "b"]
    assert read_palette(WORKSPACE / "data" / "harbour.txt").nearest(parse("#101850")) == "night"
    assert base.with_colour("c", WHITE).nearest(parse("#f0f0f0")) == "c"
    with pytest.raises(KeyError):
        base["c"]
