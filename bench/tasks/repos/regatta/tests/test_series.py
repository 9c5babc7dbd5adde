from regatta import Boat, Race, Series, parse_race

BOATS = [Boat("GER 1", "Eins"), Boat("GER 2", "Zwei"), Boat("GER 3", "Drei"), Boat("GER 4", "Vier")]


def sailed(*orders):
    """A series in which the boats came in as in each of the orders, such as `312`."""
    series = Series(BOATS)
    for order in orders:
        series.add(Race(0, {f"GER {digit}": 1000 + place for place, digit in enumerate(order)}))
    return series


def places(series):
    return "".join(row.sail[-1] for row in series.standings())


def test_totals():
    rows = sailed("1234", "213").standings()
    assert [(row.place, row.name, row.total) for row in rows] == [
        (1, "Zwei", 3),
        (2, "Eins", 3),
        (3, "Drei", 6),
        (4, "Vier", 9),
    ]
    assert rows[3].points == (4, 5)


def test_discards():
    series = sailed("1234", "1234", "234")
    assert {row.sail: row.total for row in series.standings()}["GER 1"] == 7
    first = sailed("1234", "1234", "234", "1234").standings()[0]
    assert (first.sail, first.points, first.total) == ("GER 1", (1, 1, 5, 1), 3)


def test_two_discards():
    series = sailed("1234", "4321", "2341", "1234", "1243", "1234", "1234", "1342")
    assert series.counting("GER 1") == [1, 1, 1, 1, 1, 1]


def test_best_race_decides():
    assert places(sailed("2134", "2134", "3142")) == "2134"


def test_last_race_decides():
    assert places(sailed("1234", "2134")) == "2134"


def test_last_race_decides_with_a_discard():
    assert places(sailed("1234", "413", "3241", "2143")) == "2143"


def test_table_twice():
    series = sailed("1234", "1234", "234", "1234")
    assert series.standings() == series.standings()


def test_abandoned():
    series = sailed("1234", "2134", "1234")
    series.add(parse_race("start 14:00:00\nGER 4 14:50:00\nabandoned\n"))
    assert [row.points for row in series.standings()] == [(1, 2, 1), (2, 1, 2), (3, 3, 3), (4, 4, 4)]


def test_no_races():
    assert [row.total for row in Series(BOATS).standings()] == [0, 0, 0, 0]


def test_parsed():
    series = Series(BOATS)
    series.add(parse_race("start 14:00:00\nGER 2 14:50:00\nGER 1 RET\n"))
    assert [row.total for row in series.standings()] == [1, 5, 5, 5]
