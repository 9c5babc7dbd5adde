import pytest

from sizes import Size, parse_size, with_mat


@pytest.mark.parametrize("text", ["30x40", "30 x 40", " 30x40 cm", "30X40CM", "30.0x40.0"])
def test_centimetres(text):
    assert parse_size(text) == Size(30, 40)


def test_inches():
    assert parse_size("8x10 in") == pytest.approx((20.32, 25.4))


def test_decimal_comma():
    assert parse_size("29,7 x 42") == Size(29.7, 42)
    assert parse_size("10,5x14,8 cm") == Size(10.5, 14.8)


@pytest.mark.parametrize("text", ["", "30", "30x", "axb", "30x40 ft", "30x40x50"])
def test_not_a_size(text):
    with pytest.raises(ValueError, match="not a size"):
        parse_size(text)


def test_with_mat():
    assert with_mat(Size(20, 30), 5) == Size(30, 40)
    assert with_mat(Size(20, 30), 0) == Size(20, 30)
