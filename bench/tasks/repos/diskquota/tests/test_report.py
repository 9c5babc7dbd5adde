from datetime import date
from pathlib import Path

from diskquota import Limit, Limits, Tracker, report
from diskquota.__main__ import main

DATA = Path(__file__).parents[1] / "data"
LIMITS = Limits(Limit(100, 200))


def states(usage, tracker, today):
    return {row.user: row.state for row in report(usage, LIMITS, tracker, today)}


def test_states():
    tracker = Tracker()
    usage = {"ana": 100, "bo": 101, "cy": 200, "di": 201}
    assert states(usage, tracker, date(2024, 3, 1)) == {"ana": "ok", "bo": "grace", "cy": "grace", "di": "blocked"}
    assert states(usage, tracker, date(2024, 3, 7))["bo"] == "grace"
    assert states(usage, tracker, date(2024, 3, 8))["bo"] == "blocked"


def test_order():
    rows = report({"cy": 9, "bo": 50, "di": 120, "ana": 50}, LIMITS, Tracker(), date(2024, 3, 1))
    assert [row.user for row in rows] == ["di", "ana", "bo", "cy"]


def test_command(capsys, tmp_path):
    state = tmp_path / "state.json"
    arguments = [str(DATA / "limits.ini"), str(DATA / "usage.txt"), "--state", str(state), "--today", "2024-03-01"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == [
        "backup         900.0G of     1.5T  ok",
        "ana             30.0G of    40.0G  ok",
        "bo              10.1G of    10.0G  grace",
        "guest           47.1M of   500.0M  ok",
        "new user        12.0K of    10.0G  ok",
    ]
    assert state.read_text() == '{\n  "bo": "2024-03-01"\n}\n'


def test_command_tells_of_blocked_users(tmp_path):
    usage = tmp_path / "usage.txt"
    usage.write_text("600000\t/home/guest\n1000\t/home/ana\n")
    assert main([str(DATA / "limits.ini"), str(usage)]) == 2


def test_no_such_file(capsys):
    assert main(["none.ini", "none.txt"]) == 1
    assert capsys.readouterr().err.startswith("diskquota: ")
