from datetime import datetime
from pathlib import Path

from ferrydeck import load_sailings, next_sailing
from ferrydeck.__main__ import main

FILE = Path(__file__).parents[1] / "data" / "sailings.csv"
SAILINGS = load_sailings(FILE)


def test_load():
    assert len(SAILINGS) == 5
    assert SAILINGS[3].departs == datetime(2024, 6, 3, 8, 15)
    assert SAILINGS[3].deck == 2400


def test_next():
    assert next_sailing(SAILINGS, "hagen", datetime(2024, 6, 3, 7, 31)).code == "HA2"
    assert next_sailing(SAILINGS, "hagen", datetime(2024, 6, 3, 12, 0)).code == "HA2"
    assert next_sailing(SAILINGS, "osterby", datetime(2024, 6, 3, 17, 0)) is None


def test_board(capsys):
    assert main(["board", str(FILE), "osterby"]) == 0
    assert capsys.readouterr().out == "03.06. 08:15 OS1 24 m\n03.06. 16:45 OS2 24 m\n"
