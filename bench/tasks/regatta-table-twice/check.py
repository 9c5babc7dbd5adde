import pytest

from regatta import Boat, Race, Series, parse_race

BOATS = [Boat("GER 1", "Eins"), Boat("GER 2", "Zwei"), Boat("GER 3", "Drei"), Boat("GER 4", "Vier")]


def sailed(*orders):
    series = Series(BOATS)
    for order in orders:
        series.add(Race(0, {f"GER {digit}": 1000 + place for place, digit in enumerate(order)}))
    return series


def places(series):
    return "".join(row.sail[-1] for row in series.standings())


@pytest.mark.parametrize("count", [1, 3, 4, 5, 7, 8, 9, 12])
def test_again_and_again(count):
    series = sailed(*(["1234", "2143", "342"] * 4)[:count])
    first = series.standings()
    for _ in range(4):
        assert series.standings() == first
    assert all(len(row.points) == count for row in first)


def test_counting_changes_nothing():
    series = sailed("1234", "1234", "234", "1234")
    for _ in range(3):
        assert series.counting("GER 1") == [1, 1, 1]
    assert series.standings()[0].points == (1, 1, 5, 1)


def test_counting_is_in_order():
    assert sailed("1234", "3214", "2134", "3241").counting("GER 1") == [1, 3, 2]
    assert sailed("1234", "3214", "2134").counting("GER 1") == [1, 3, 2]


def test_race_after_a_table():
    orders = ["1234", "2143", "342", "4321", "1243", "1234", "2134", "1234", "3412"]
    series = Series(BOATS)
    for number, order in enumerate(orders, 1):
        series.add(Race(0, {f"GER {digit}": 1000 + place for place, digit in enumerate(order)}))
        assert series.standings() == sailed(*orders[:number]).standings()


def test_order_and_totals():
    series = sailed("1234", "1234", "234", "1234")
    assert [(row.sail, row.total) for row in series.standings()] == [
        ("GER 1", 3), ("GER 2", 5), ("GER 3", 8), ("GER 4", 11),
    ]  # fmt: skip
    assert places(sailed("1234", "2134")) == "2134"
    assert places(sailed("1234", "413", "3241", "2143")) == "2143"


def test_parsed():
    series = Series(BOATS)
    for _ in range(4):
        series.add(parse_race("start 14:00:00\nGER 2 14:50:00\nGER 1 RET\n"))
    assert [row.total for row in series.standings()] == [3, 15, 15, 15]
    assert [row.total for row in series.standings()] == [3, 15, 15, 15]
