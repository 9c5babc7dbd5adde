import re

import pytest
from support import WORKSPACE, run_python

from mapsheet import format_angle, format_point, parse_angle


@pytest.mark.parametrize(
    ("value", "letters", "text"),
    [
        (12.1, "NS", "12°06'00\"N"), (46.99999, "NS", "47°00'00\"N"), (-8.3, "EW", "8°18'00\"W"),
        (-46.99999, "NS", "47°00'00\"S"), (0.99999, "EW", "1°00'00\"E"), (179.99999, "EW", "180°00'00\"E"),
        (-59.99999, "NS", "60°00'00\"S"), (10.01666, "NS", "10°01'00\"N"), (47.125, "NS", "47°07'30\"N"), (0, "NS", "0°00'00\"N"),
        (-0.5, "EW", "0°30'00\"W"), (47 + 59 / 60 + 59 / 3600, "NS", "47°59'59\"N"), (5 + 59.4 / 3600, "NS", "5°00'59\"N"),
        (5 + 59.6 / 3600, "NS", "5°01'00\"N"), (5 + 59.6 / 60, "NS", "5°59'36\"N"), (7.25, "EW", "7°15'00\"E"),
    ],
)  # fmt: skip
def test_some(value, letters, text):
    assert format_angle(value, letters) == text


@pytest.mark.parametrize("letters", ["NS", "EW"])
def test_every_second(letters):
    for seconds in range(0, 90 * 3600, 7):
        for part in (-0.4, 0, 0.4):
            value = (seconds + part) / 3600
            if value < 0:
                continue
            wanted = f"{seconds // 3600}°{seconds // 60 % 60:02d}'{seconds % 60:02d}\""
            assert format_angle(value, letters) == wanted + letters[0]
            if seconds:
                assert format_angle(-value, letters) == wanted + letters[1]


def test_tenths_and_hundredths():
    for number in range(1, 9000):
        text = format_angle(number / 100)
        assert re.fullmatch(r"\d+°[0-5]\d'[0-5]\d\"N", text), text
        assert parse_angle(text) == pytest.approx(number / 100)


def test_point():
    assert format_point(-33.1, 70.7) == "33°06'00\"S 70°42'00\"E"


def test_command(tmp_path):
    (tmp_path / "x.csv").write_text("name,lat,lon\nWeir,12.1,-8.3\n")
    done = run_python("-X", "utf8", "-m", "mapsheet", "list", str(tmp_path / "x.csv"))
    assert done.returncode == 0
    assert done.stdout.startswith("Weir: 12")
    assert "60" not in done.stdout
    assert run_python("-X", "utf8", "-m", "mapsheet", "list", str(WORKSPACE / "data" / "huts.csv")).returncode == 0
