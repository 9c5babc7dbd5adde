import pytest
from support import run_python

from regatta import Boat, Race, Series, parse_race

BOATS = [Boat("GER 1", "Eins"), Boat("GER 2", "Zwei"), Boat("GER 3", "Drei"), Boat("GER 4", "Vier")]


def sailed(*orders):
    series = Series(BOATS)
    for order in orders:
        series.add(Race(0, {f"GER {digit}": 1000 + place for place, digit in enumerate(order)}))
    return series


def places(series):
    return "".join(row.sail[-1] for row in series.standings())


@pytest.mark.parametrize(
    "text",
    [
        "start 14:00:00\nabandoned\n",
        "start 14:00:00\nGER 4 14:50:00\nGER 3 DNF\nabandoned\n",
        "# no wind\nstart 14:00:00\n\n  abandoned  \n# home\n",
        "start 14:00:00\nGER 4 14:50:00\nabandoned\nGER 3 14:51:00\n",
    ],
)
@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_ignored(text, count):
    orders = ["1234", "2143", "342", "4321", "1243", "1234", "2134"][:count]
    series = sailed(*orders)
    series.add(parse_race(text))
    assert series.standings() == sailed(*orders).standings()
    assert series.counting("GER 1") == sailed(*orders).counting("GER 1")


def test_in_between():
    series = sailed("1234")
    series.add(parse_race("start 14:00:00\nGER 4 14:50:00\nabandoned\n"))
    series.add(parse_race("start 15:00:00\nGER 2 15:50:00\nGER 1 RET\n"))
    assert [(row.sail, row.points) for row in series.standings()] == [
        ("GER 2", (2, 1)), ("GER 1", (1, 5)), ("GER 3", (3, 5)), ("GER 4", (4, 5)),
    ]  # fmt: skip


def test_other_races_still_count():
    race = parse_race("start 14:00:00\nGER 4 14:50:00\nGER 3 dnf\n")
    assert (race.start, race.finishes, race.codes) == (50400, {"GER 4": 53400}, {"GER 3": "DNF"})
    series = Series(BOATS)
    series.add(Race(0, {"GER 1": 100}))
    series.add(race)
    assert places(series)[:2] == "41"
    # A race without a finish is no abandoned one.
    series.add(parse_race("start 14:00:00\n"))
    assert series.standings()[0].points == (5, 1, 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abandoned\n", "begins with"), ("start 14:00:00\nGER 1 XYZ\n", "not a time"),
        ("start 14:00:00\nhello\n", "not a sail number"), ("start 14:00:00\nGER 1 13:00:00\n", "before the start"),
    ],
)  # fmt: skip
def test_refused(text, message):
    with pytest.raises(ValueError, match=message):
        parse_race(text)


def test_command(tmp_path):
    (tmp_path / "race.txt").write_text("start 10:00:00\nGER 7 11:00:00\nabandoned\n")
    races = ("data/race1.txt", str(tmp_path / "race.txt"), "data/race2.txt")
    done = run_python("-m", "regatta", "table", "data/boats.csv", *races)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        " 1 NED 31    Zilver          1    2 = 3",
        " 2 GER 102   Mira          2.5    3 = 5.5",
        " 3 DEN 450   Havfrue         5    1 = 6",
        " 4 GER 7     Albatros      2.5    5 = 7.5",
    ]
