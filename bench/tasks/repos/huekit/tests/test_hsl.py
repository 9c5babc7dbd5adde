import pytest

from huekit import Colour, from_hsl, hue_name, lighten, parse, rotate, to_hsl


def test_to_hsl():
    assert to_hsl(parse("lime")) == pytest.approx((120, 1, 0.5))
    assert to_hsl(parse("blue")) == pytest.approx((240, 1, 0.5))
    assert to_hsl(Colour(255, 128, 0))[0] == pytest.approx(30.12, abs=0.01)
    assert to_hsl(Colour(51, 51, 51)) == pytest.approx((0, 0, 0.2))


def test_pinks():
    assert to_hsl(Colour(255, 0, 255))[0] == pytest.approx(300)
    assert to_hsl(Colour(255, 0, 51)) == pytest.approx((348, 1, 0.5))
    assert to_hsl(Colour(200, 100, 150))[0] == pytest.approx(330)


def test_from_hsl():
    assert from_hsl(120, 1, 0.5) == parse("lime")
    assert from_hsl(-120, 1, 0.5) == parse("blue")
    assert from_hsl(77, 0, 1) == parse("white")


def test_rotate_and_lighten():
    assert rotate(parse("red"), 120) == parse("lime")
    assert rotate(parse("blue"), 120) == parse("red")
    assert lighten(parse("teal"), 2) == parse("white")
    assert lighten(parse("red"), -0.25) == Colour(128, 0, 0)


def test_hue_name():
    assert hue_name(parse("orange")) == "yellow"
    assert hue_name(parse("teal")) == "cyan"
    assert hue_name(parse("white")) == "grey"
