import pytest

from huekit import contrast, luminance, parse, text_on


def test_contrast():
    assert contrast(parse("black"), parse("white")) == pytest.approx(21)
    assert contrast(parse("teal"), parse("white")) == pytest.approx(4.77, abs=0.01)
    assert luminance(parse("white")) == pytest.approx(1)


def test_text_on():
    assert text_on(parse("orange")) == parse("black")
    assert text_on(parse("blue")) == parse("white")
