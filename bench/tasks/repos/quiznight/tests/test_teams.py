import pytest

from quiznight.teams import Team


def test_total():
    team = Team("Quizzards")
    assert team.total() == 0
    team.score(7)
    team.score(10)
    assert team.total() == 17


def test_points_of_a_round():
    team = Team("Quizzards")
    for points in (-1, 11):
        with pytest.raises(ValueError, match="points in a round"):
            team.score(points)


def test_joker():
    team = Team("Quizzards")
    team.play_joker(2)
    team.score(5)
    assert team.total() == 5
    team.score(8)
    assert team.total() == 21


def test_only_one_joker():
    team = Team("Quizzards")
    team.play_joker(2)
    with pytest.raises(ValueError):
        team.play_joker(3)
    assert team.joker == 2


def test_joker_after_the_round():
    team = Team("Quizzards")
    team.score(9)
    with pytest.raises(ValueError):
        team.play_joker(1)
    assert team.joker is None
    team.play_joker(2)
    assert team.joker == 2


def test_penalty():
    assert Team("Quizzards", members=6).penalty() == 0
    assert Team("Quizzards", members=7, points=[10]).total() == 8
