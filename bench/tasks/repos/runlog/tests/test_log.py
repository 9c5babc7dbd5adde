from datetime import date

from runlog import Run, read_log
from runlog.cli import main

LOG = """day,km,time,heart_rate,shoes
2025-09-02,10.5,55:00,150,Swift 2
2025-09-01,5.0,25:10,,
"""


def test_read_log(tmp_path):
    file = tmp_path / "log.csv"
    file.write_text(LOG)
    assert read_log(file) == [Run(date(2025, 9, 1), 5, 1510), Run(date(2025, 9, 2), 10.5, 3300, 150, "Swift 2")]


def test_commands(tmp_path, capsys):
    file = tmp_path / "log.csv"
    file.write_text(LOG)
    for command in ("runs", "weeks", "streak"):
        assert main(["--log", str(file), command]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2025-09-01   5.00 km    25:10   5:02",
        "2025-09-02  10.50 km    55:00   5:14",
        "2025-W36  15.50 km",
        "next     17 km",
        "longest streak: 2 days",
    ]
    assert main(["--log", str(tmp_path / "none.csv"), "runs"]) == 1
