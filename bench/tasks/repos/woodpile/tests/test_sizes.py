import pytest

from woodpile import find_wood, parse_length


def test_metres():
    assert parse_length("2.4 m") == pytest.approx(2.4)
    assert parse_length(" 2,4m ") == pytest.approx(2.4)
    assert parse_length("6") == pytest.approx(6)


def test_smaller_units():
    assert parse_length("33 cm") == pytest.approx(0.33)
    assert parse_length("250mm") == pytest.approx(0.25)
    assert parse_length("1.5 M") == pytest.approx(1.5)


@pytest.mark.parametrize("text", ["", "m", "two m", "0", "-1 m", "3 ft"])
def test_not_a_length(text):
    with pytest.raises(ValueError, match="not a length"):
        parse_length(text)


def test_find_wood():
    assert find_wood(" Ash").months == 18
    with pytest.raises(ValueError, match="not a kind of wood: 'plum'"):
        find_wood("plum")
