import pytest
from support import run_python

from starlog import format_dec, highest, parse_dec, parse_ra


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("-00 17 57", -0.299167), ("-0 17 57", -0.299167), ("+00 17 57", 0.299167), ("00 17 57", 0.299167),
        (" -00:00:01 ", -0.000278), ("-00° 30' 00\"", -0.5), ("-00 59 59.9", -0.999972), ("-00 00 36", -0.01),
        ("-01 00 00", -1), ("-05 23 28", -5.391111), ("-10 30 00", -10.5), ("-90 00 00", -90), ("+90 00 00", 90),
        ("+41 16 12", 41.27), ("05 24 00", 5.4), ("00 00 00", 0), ("-00 00 00", 0), ("89° 15' 00\"", 89.25),
    ],
)  # fmt: skip
def test_declination(text, degrees):
    assert parse_dec(text) == pytest.approx(degrees, abs=0.000001)


@pytest.mark.parametrize("text", ["", "-", "41", "41 16", "--1 00 00", "91 00 00", "-90 00 01", "90 00 01", "x 1 2"])
def test_not_a_declination(text):
    with pytest.raises(ValueError, match="not a declination"):
        parse_dec(text)


@pytest.mark.parametrize("text", ["-00 17 57", "+00 17 57", "-00 00 01", "-01 00 00", "-69 45 22", "+89 15 51"])
def test_there_and_back(text):
    assert format_dec(parse_dec(text)) == text


def test_others():
    assert parse_ra("05 32 00") == pytest.approx(5.533333, abs=0.00001)
    assert parse_ra("00 30 00") == 0.5
    assert highest(parse_dec("-00 30 00"), 52.5) == 37


def test_command():
    done = run_python("-m", "starlog", "height", "-00 30 00", "50")
    assert (done.returncode, done.stdout) == (0, "39.5°\n")
