from datetime import date
from pathlib import Path

from vitrine import Item, Placement, days_left, days_shown, load_placements
from vitrine.__main__ import main

DATA = Path(__file__).parents[1] / "data"
PLACEMENTS = load_placements(DATA / "placements.csv")
TODAY = date(2024, 6, 30)


def test_load():
    assert len(PLACEMENTS) == 4
    assert PLACEMENTS[0] == Placement("2011.3.1", "Room 2", date(2024, 3, 1), date(2024, 3, 31))
    assert PLACEMENTS[2].until is None


def test_days_of_a_year():
    assert days_shown(PLACEMENTS, "2011.3.1", 2024, TODAY) == 41
    assert days_shown(PLACEMENTS, "2011.3.1", 2024, date(2024, 5, 15)) == 36
    assert days_shown(PLACEMENTS, "2011.3.1", 2023, TODAY) == 0
    assert days_shown(PLACEMENTS, "1954.7.2", 2024, TODAY) == 151


def test_days_over_new_year():
    winter = [Placement("1954.7.2", "Stairs", date(2022, 11, 21), date(2023, 2, 12))]
    assert days_shown(winter, "1954.7.2", 2022, TODAY) == 41
    assert days_shown(winter, "1954.7.2", 2023, TODAY) == 43
    assert days_shown(PLACEMENTS, "1902.1.1", 2000, TODAY) == 366


def test_days_left():
    assert days_left(PLACEMENTS, Item("2011.3.1", "", material="paper"), 2024, TODAY) == 49
    assert days_left(PLACEMENTS, Item("1954.7.2", "", material="textile"), 2024, TODAY) == 0
    assert days_left(PLACEMENTS, Item("1902.1.1", "", material="clay"), 2024, TODAY) is None


def test_command(capsys):
    assert main(["--data", str(DATA), "light", "2024", "--today", "2024-03-10"]) == 0
    assert capsys.readouterr().out == (
        "1954.7.2  Wall hanging: 39 days, 81 left\n2011.3.1  Harbour at night: 10 days, 80 left\n"
    )
