from pathlib import Path

from dartboard.__main__ import main
from dartboard.season import Result, table

SEASON = Path(__file__).parents[1] / "data" / "season.csv"


def test_table():
    results = [Result("2025-01-09", "A", "B", 30, 2), Result("2025-01-09", "C", "B", 28, 40)]
    assert table(results) == [("A", 1, 1), ("C", 1, 1), ("B", 0, 2)]


def test_command(capsys):
    assert main(["table", str(SEASON)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Ines: 6 of 10"
    assert main(["score", "T20", "d5"]) == 0
    assert capsys.readouterr().out == "70\n"
    assert main(["score", "T21"]) == 1
