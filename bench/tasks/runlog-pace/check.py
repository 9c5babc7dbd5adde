import pytest
from support import WORKSPACE

from runlog import format_duration, format_pace
from runlog.cli import main


@pytest.mark.parametrize(
    ("seconds", "km", "pace"),
    [
        (1199, 4.0, "5:00"),
        (1199, 4, "5:00"),
        (2397, 10, "4:00"),
        (2394, 10, "3:59"),
        (2396, 10, "4:00"),
        (2404, 10, "4:00"),
        (2406, 10, "4:01"),
        (3596, 10, "6:00"),
        (599, 10, "1:00"),
        (297, 5, "0:59"),
        (299, 5, "1:00"),
        (1510, 5, "5:02"),
        (6902, 21.1, "5:27"),
        (3659, 5, "12:12"),
        (3599, 1, "59:59"),
        (300, 1, "5:00"),
        (545, 1, "9:05"),
    ],
)
def test_format_pace(seconds, km, pace):
    assert format_pace(seconds, km) == pace


def test_many():
    for km in (3.3, 7.7, 10.1):
        for seconds in range(900, 3000, 7):
            exact = seconds / km
            if abs(exact % 1 - 0.5) > 0.001:
                minutes, rest = divmod(int(exact + 0.5), 60)
                assert format_pace(seconds, km) == f"{minutes}:{rest:02d}"


def test_the_command(capsys):
    assert main(["--log", str(WORKSPACE / "data" / "log.csv"), "runs"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[-1] for row in rows if row.startswith("2025-09-02")] == ["5:00", "5:55"]
    assert len(rows) == 13
    assert not any(row.endswith(":60") for row in rows)
    assert format_duration(1199) == "19:59"
