import pytest

from railplan.cli import main

STATIONS = "code,name,zone,change_minutes\nA,Alt,1,2\nB,Berg,2,3\nC,Chor,2,4\n"
TIMETABLE = "R1 1 daily\nA 06:00\nB 06:10\n\nR2 2 daily\nB 06:13\nC 07:05\n"
SETTINGS = """[prices]
1 = 200
2 = 300
[reductions]
adult = 0
child = 40
[offpeak]
from = 09:00
until = 15:00
reduction = 10
[rounding]
step = 10
"""


@pytest.fixture
def call(tmp_path, capsys):
    (tmp_path / "stations.csv").write_text(STATIONS)
    (tmp_path / "timetable.txt").write_text(TIMETABLE)
    (tmp_path / "railplan.ini").write_text(SETTINGS)

    def run(*arguments, code=0):
        assert main(["--data", str(tmp_path), *arguments]) == code
        done = capsys.readouterr()
        return (done.err if code and not done.out else done.out).splitlines()

    run.folder = tmp_path
    return run


def test_route(call):
    assert call("route", "alt", "C", "--on", "2024-05-06") == [
        "06:00 Alt - 06:10 Berg (R1 1)", "06:13 Berg - 07:05 Chor (R2 2)", "1h05, 1 change",
    ]


def test_fare(call):
    assert call("fare", "Alt", "Chor", "--on", "2024-05-06", "--passenger", "child") == ["1.80"]
    assert call("fare", "Alt", "Nord", code=1) == ["railplan: there is no station 'Nord'"]


def test_board(call):
    assert call("board", "b", "--on", "2024-05-06", "--at", "06:00") == ["06:13 R2 2 to Chor"]


def test_check(call):
    assert call("check") == ["no problems"]
    (call.folder / "timetable.txt").write_text("R1 1 daily\nA 06:00\nX 06:10\nB 06:05\n")
    assert call("check", code=1) == ["R1 1: unknown station X", "R1 1: goes back in time at B"]
    (call.folder / "railplan.ini").write_text(SETTINGS.replace("2 = 300", "2 = 100"))
    assert call("check", code=1)[-1] == "prices: more zones must not be cheaper"
    (call.folder / "railplan.ini").write_text(SETTINGS.replace("step", "steps"))
    assert call("check", code=1) == ["railplan: railplan.ini: 'step' is missing"]
