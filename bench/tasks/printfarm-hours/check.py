import pytest

from printfarm import parse_duration, parse_job
from printfarm.cli import main
from support import WORKSPACE


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("3h", 180), ("12h", 720), ("1h", 60), ("45m", 45), ("130m", 130), ("2h15m", 135), ("1h05m", 65), ("10h0m", 600)],
)
def test_durations(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "h", "m", "hm", "3", "15m2h", "3hours", "h15m", "three"])
def test_what_is_none_is_still_refused(text):
    with pytest.raises(ValueError):
        parse_duration(text)


def test_jobs():
    assert parse_job("vase x2 PLA white 120g 3h").total_minutes == 360
    assert parse_job("vase PLA white 120g 3h due 2025-05-02").minutes == 180
    with pytest.raises(ValueError):
        parse_job("vase PLA white 120g h")


def test_the_command(capsys):
    assert main(["--prices", str(WORKSPACE / "prices.toml"), "quote", "vase PLA white 120g 3h"]) == 0
    assert capsys.readouterr().out == "vase: 7.50 EUR\n"
