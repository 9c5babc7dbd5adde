from railplan.loading import load
from support import START, WORKSPACE, started_as

from railplan import parse_timetable
from railplan.checking import problems

RAILWAY = load(WORKSPACE / "data")


def test_there_are_no_problems():
    assert problems(RAILWAY) == []


def test_the_settings():
    settings = RAILWAY.settings
    assert settings.prices == {1: 240, 2: 385, 3: 520, 4: 690}
    assert settings.reductions == {"adult": 0, "child": 50, "senior": 25}
    assert (settings.offpeak_from, settings.offpeak_until, settings.offpeak_reduction) == (540, 930, 10)
    assert settings.step == 5


def test_the_stations():
    assert [(station.code, station.name, station.zone, station.change_minutes) for station in RAILWAY.stations] == [
        ("HAF", "Hafen", 1, 4), ("MAR", "Markt", 1, 6), ("OST", "Ostkreuz", 2, 5), ("LIN", "Lindau", 2, 3),
        ("WEI", "Weiher", 3, 3), ("TAN", "Tannberg", 4, 5), ("SEE", "Seedorf", 3, 2),
    ]


def test_the_trips():
    text = started_as("data/timetable.txt").replace("WEI 08:36 08:27", "WEI 08:26 08:27")
    assert RAILWAY.timetable.trips == parse_timetable(text).trips


def test_the_code_is_as_before():
    for path in (START / "railplan").glob("*.py"):
        assert (WORKSPACE / "railplan" / path.name).read_text() == path.read_text()
