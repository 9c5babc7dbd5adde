import pytest

from knitpad import Yarn, balls_for, in_colour
from knitpad.yarn import missing

STASH = [
    Yarn("Fjord", "grey", 210, 3),
    Yarn("Fjord", "Dark red", 210, 1),
    Yarn("Lamb", "grey", 125, 2),
    Yarn("Sock", "dark red", 420, 2),
    Yarn("Sock", "green", 420, 0),
]


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({}, {}),
        ({"grey": 879}, {}),
        ({"grey": 880}, {}),
        ({"grey": 881}, {"grey": 1}),
        ({"dark red": 1050}, {}),
        ({"dark red": 1200}, {"dark red": 150}),
        ({"DARK RED": 1200, "Grey": 900}, {"DARK RED": 150, "Grey": 20}),
        ({"blue": 50}, {"blue": 50}),
        ({"blue": 0}, {}),
        ({"green": 10}, {"green": 10}),
        ({"red": 10}, {"red": 10}),
        ({"blue": 50, "grey": 1000, "dark red": 400}, {"blue": 50, "grey": 120}),
    ],
)
def test_missing(needs, expected):
    assert missing(STASH, needs) == expected


def test_parts_of_a_metre():
    assert missing(STASH, {"grey": 880.5}) == {"grey": 0.5}


def test_empty_stash():
    assert missing([], {"grey": 3, "blue": 4}) == {"grey": 3, "blue": 4}


def test_nothing_is_changed():
    stash, needs = list(STASH), {"grey": 1000, "blue": 5, "dark red": 1}
    result = missing(stash, needs)
    assert (stash, needs) == (STASH, {"grey": 1000, "blue": 5, "dark red": 1})
    assert isinstance(result, dict)
    assert result is not needs


def test_others():
    assert in_colour(STASH, "GREY") == 880
    assert balls_for(211, STASH[0]) == 2
    with pytest.raises(ValueError, match="not a length"):
        balls_for(-1, STASH[0])
