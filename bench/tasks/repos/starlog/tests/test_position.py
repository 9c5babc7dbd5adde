import pytest

from starlog import format_dec, highest, parse_dec, parse_ra
from starlog.__main__ import main


def test_right_ascension():
    assert parse_ra("05 35 17") == pytest.approx(5.58806, abs=0.00001)
    assert parse_ra("12h 30m 00s") == parse_ra("12:30:00") == 12.5


def test_declination():
    assert parse_dec("+41 16 12") == pytest.approx(41.27)
    assert parse_dec("-05 24 00") == pytest.approx(-5.4)
    assert parse_dec("89° 15' 00\"") == 89.25


def test_mintaka():
    assert parse_dec("-00 17 57") == pytest.approx(-0.29917, abs=0.00001)


@pytest.mark.parametrize("text", ["", "41", "41 16", "north", "91 00 00", "-90 00 01"])
def test_not_a_declination(text):
    with pytest.raises(ValueError, match="not a declination"):
        parse_dec(text)


def test_format():
    assert format_dec(41.27) == "+41 16 12"
    assert format_dec(-0.5) == "-00 30 00"


def test_highest(capsys):
    assert highest(-5.5, 52.5) == 32
    assert highest(89, 52.5) == 53.5
    assert main(["height", "-05 24 00", "52.5"]) == 0
    assert capsys.readouterr().out == "32.1°\n"
