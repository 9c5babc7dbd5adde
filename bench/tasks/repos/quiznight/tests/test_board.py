from quiznight import board
from quiznight.teams import Team

TEAMS = [
    Team("Owls", points=[4, 6]),
    Team("Quizzards", points=[9, 7]),
    Team("Know-It-Ales", points=[8, 2]),
    Team("Table Four", points=[3, 3]),
]


def test_places():
    places = [(place, team.name) for place, team in board.ranking(TEAMS)]
    assert places == [(1, "Quizzards"), (2, "Know-It-Ales"), (2, "Owls"), (4, "Table Four")]


def test_leaders():
    assert board.leaders(TEAMS) == ["Quizzards"]
    assert board.leaders(TEAMS[::2]) == ["Know-It-Ales", "Owls"]
    assert board.leaders([]) == []


def test_closest_guess():
    assert board.closest_guess({"Owls": 1900, "Quizzards": 1850, "Table Four": 1800}, 1889) == ["Owls"]


def test_two_guesses_are_equally_close():
    assert board.closest_guess({"Quizzards": 12, "Table Four": 30, "Owls": 8}, 10) == ["Owls", "Quizzards"]


def test_nobody_guesses():
    assert board.closest_guess({}, 10) == []


def test_show_board():
    assert board.show_board(TEAMS[:2]) == [" 1. Quizzards   16", " 2. Owls        10"]
