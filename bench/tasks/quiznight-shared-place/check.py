from quiznight.board import leaders, ranking, show_board
from quiznight.teams import Team


def places(*totals):
    """The places of teams that are called A, B, C and so on."""
    teams = [Team(chr(ord("A") + i), points=[total]) for i, total in enumerate(totals)]
    return [(place, team.name) for place, team in ranking(teams)]


def test_all_different():
    assert places(3, 9, 6) == [(1, "B"), (2, "C"), (3, "A")]


def test_two_share():
    assert places(8, 5, 8) == [(1, "A"), (1, "C"), (3, "B")]
    assert places(5, 8, 5) == [(1, "B"), (2, "A"), (2, "C")]


def test_more_share():
    assert places(7, 7, 7, 7) == [(1, "A"), (1, "B"), (1, "C"), (1, "D")]
    assert places(2, 9, 4, 4, 9, 4, 1) == [(1, "B"), (1, "E"), (3, "C"), (3, "D"), (3, "F"), (6, "A"), (7, "G")]


def test_nothing_scored():
    assert places(0, 0, 1) == [(1, "C"), (2, "A"), (2, "B")]
    assert ranking([]) == []


def test_the_total_counts():
    teams = [Team("Doubled", points=[4, 3], joker=2), Team("Plain", points=[1, 9]), Team("Crowd", 7, points=[3, 9])]
    assert [(place, team.name) for place, team in ranking(teams)] == [(1, "Crowd"), (1, "Doubled"), (1, "Plain")]


def test_what_uses_it():
    teams = [Team("Owls", points=[5, 5]), Team("Ants", points=[10]), Team("Bees", points=[1])]
    assert leaders(teams) == ["Ants", "Owls"]
    assert show_board(teams) == [" 1. Ants   10", " 1. Owls   10", " 3. Bees    1"]
