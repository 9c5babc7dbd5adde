import pytest

from quiznight.teams import Team


@pytest.mark.parametrize("number", [1, 2, 3])
def test_too_late(number):
    team = Team("Owls", points=[6, 2, 8])
    with pytest.raises(ValueError):
        team.play_joker(number)
    assert team.joker is None
    assert team.total() == 16


def test_in_time():
    team = Team("Owls", points=[6, 2, 8])
    team.play_joker(4)
    team.score(9)
    assert team.total() == 34


def test_a_later_round():
    team = Team("Owls", points=[6])
    team.play_joker(5)
    for points in (1, 2, 3, 4):
        team.score(points)
    assert team.total() == 20


def test_before_the_first_round():
    team = Team("Owls")
    team.play_joker(1)
    team.score(7)
    assert team.total() == 14


def test_only_one():
    team = Team("Owls", points=[6])
    team.play_joker(3)
    for number in (1, 2, 3, 4):
        with pytest.raises(ValueError):
            team.play_joker(number)
    assert team.joker == 3
