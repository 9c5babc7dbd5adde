import pytest

from regatta import Boat, corrected, parse_race, parse_sail, race_points

BOATS = [Boat("GER 1", "Eins"), Boat("GER 2", "Zwei"), Boat("GER 3", "Drei", 110), Boat("GER 4", "Vier")]


def test_sail():
    assert parse_sail("ger-0102") == "GER 102"
    assert parse_sail(" NED31 ") == "NED 31"
    with pytest.raises(ValueError, match="not a sail number"):
        parse_sail("102")


def test_parse():
    race = parse_race("# wind 3\nstart 14:00:00\n\nGER 1 14:30:05\nger 2 dnf\n")
    assert race.start == 14 * 3600
    assert race.finishes == {"GER 1": 14 * 3600 + 1805}
    assert race.codes == {"GER 2": "DNF"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("GER 1 14:30:05\n", "begins with"),
        ("", "begins with"),
        ("start 14:00\n", "not a time"),
        ("start 14:00:00\nGER 1 XYZ\n", "not a time"),
        ("start 14:00:00\nGER 1 13:00:00\n", "before the start"),
        ("start 14:00:00\nGER 1 DNF\nGER 01 15:00:00\n", "twice in a race: GER 1"),
    ],
)
def test_not_a_race(text, message):
    with pytest.raises(ValueError, match=message):
        parse_race(text)


def test_corrected():
    assert corrected(3300, 110) == 3000
    assert corrected(3600, 95) == 3789


def test_points():
    race = parse_race("start 14:00:00\nGER 1 14:52:00\nGER 2 DSQ\nGER 3 14:55:00\n")
    assert race_points(BOATS, race) == {"GER 1": 2, "GER 2": 5, "GER 3": 1, "GER 4": 5}


def test_shared_points():
    race = parse_race("start 14:00:00\nGER 1 14:50:00\nGER 2 14:51:00\nGER 3 14:55:00\n")
    assert race_points(BOATS, race) == {"GER 1": 1.5, "GER 2": 3, "GER 3": 1.5, "GER 4": 5}


def test_not_entered():
    with pytest.raises(ValueError, match="not entered: GER 9"):
        race_points(BOATS, parse_race("start 14:00:00\nGER 9 15:00:00\n"))
