from leaguetable.results import Result
from leaguetable.table import Row, make_table


def teams(*results):
    return [row.team for row in make_table(results)]


def test_rows():
    results = [Result("Lions", "Bears", 3, 1), Result("Bears", "Lions", 2, 2)]
    assert make_table(results) == [
        Row("Lions", games=2, points=4, scored=5, conceded=3),
        Row("Bears", games=2, points=1, scored=3, conceded=5),
    ]


def test_goal_difference_decides():
    assert teams(Result("Lions", "Bears", 5, 4), Result("Hawks", "Bears", 2, 0)) == ["Hawks", "Lions", "Bears"]


def test_goals_decide_if_the_difference_is_equal():
    assert teams(Result("Bears", "Hawks", 1, 0), Result("Lions", "Hawks", 3, 2)) == ["Lions", "Bears", "Hawks"]


def test_the_name_decides_at_last():
    assert teams(Result("Lions", "Bears", 1, 1)) == ["Bears", "Lions"]
