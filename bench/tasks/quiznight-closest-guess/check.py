from quiznight.board import closest_guess, leaders
from quiznight.teams import Team


def test_one():
    assert closest_guess({"Ants": 100}, 7) == ["Ants"]
    assert closest_guess({"Ants": 10, "Bees": 44, "Crows": 61}, 50) == ["Bees"]
    assert closest_guess({"Ants": 10, "Bees": 44, "Crows": 55}, 50) == ["Crows"]


def test_exact():
    assert closest_guess({"Crows": 3, "Ants": 4, "Bees": 5}, 4) == ["Ants"]


def test_several():
    assert closest_guess({"Crows": 6, "Dogs": 20, "Ants": 14, "Bees": 6}, 10) == ["Ants", "Bees", "Crows"]
    assert closest_guess({"Crows": 5, "Ants": 5}, 1) == ["Ants", "Crows"]


def test_below_zero_and_parts():
    assert closest_guess({"Ants": -3, "Bees": 4}, 0) == ["Ants"]
    assert closest_guess({"Ants": 0, "Bees": -8}, -5) == ["Bees"]
    assert closest_guess({"Ants": 2.5, "Bees": 4.25}, 3.5) == ["Bees"]


def test_none():
    assert closest_guess({}, 0) == []


def test_the_guesses_stay():
    guesses = {"Bees": 2, "Ants": 1}
    closest_guess(guesses, 3)
    assert guesses == {"Bees": 2, "Ants": 1}


def test_the_rest_is_as_before():
    assert leaders([Team("Owls", points=[4]), Team("Ants", points=[6])]) == ["Ants"]
