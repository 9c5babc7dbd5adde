from leaguetable.results import Result
from leaguetable.table import Row, make_table


def test_an_away_win():
    assert make_table([Result("Ants", "Bees", 1, 4)]) == [Row("Bees", 1, 3, 4, 1), Row("Ants", 1, 0, 1, 4)]


def test_several_games():
    results = [
        Result("Ants", "Bees", 0, 0),
        Result("Bees", "Crows", 2, 3),
        Result("Crows", "Ants", 1, 5),
        Result("Bees", "Ants", 2, 0),
    ]
    assert make_table(results) == [
        Row("Ants", 3, 4, 5, 3),
        Row("Bees", 3, 4, 4, 3),
        Row("Crows", 2, 3, 4, 7),
    ]


def test_the_differences():
    table = make_table([Result("Ants", "Bees", 6, 1), Result("Crows", "Dogs", 0, 2)])
    assert [(row.team, row.difference) for row in table] == [("Ants", 5), ("Dogs", 2), ("Crows", -2), ("Bees", -5)]
