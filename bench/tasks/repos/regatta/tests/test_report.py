from pathlib import Path

from regatta.__main__ import main
from regatta.report import clock

DATA = Path(__file__).parents[1] / "data"
BOATS = str(DATA / "boats.csv")


def test_clock():
    assert clock(3000) == "0:50:00"
    assert clock(3789) == "1:03:09"


def test_race(capsys):
    assert main(["race", BOATS, str(DATA / "race2.txt")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "DEN 450   0:46:28",
        "NED 31    0:47:33",
        "GER 102   0:51:00",
        "GER 7     DNC",
    ]


def test_table(capsys):
    assert main(["table", BOATS, str(DATA / "race1.txt"), str(DATA / "race2.txt")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        " 1 NED 31    Zilver          1    2 = 3",
        " 2 GER 102   Mira          2.5    3 = 5.5",
        " 3 DEN 450   Havfrue         5    1 = 6",
        " 4 GER 7     Albatros      2.5    5 = 7.5",
    ]


def test_error(tmp_path, capsys):
    (tmp_path / "race.txt").write_text("start 14:00:00\nSWE 1 15:00:00\n")
    assert main(["table", BOATS, str(tmp_path / "race.txt")]) == 1
    assert capsys.readouterr().err == "regatta: not entered: SWE 1\n"
