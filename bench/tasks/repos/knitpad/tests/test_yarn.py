from pathlib import Path

import pytest

from knitpad import Yarn, balls_for, in_colour, load_stash
from knitpad.yarn import missing

STASH = load_stash(Path(__file__).parents[1] / "data" / "stash.csv")


def test_load():
    assert len(STASH) == 4
    assert STASH[0] == Yarn("Fjord", "grey", 210, 3)
    assert STASH[0].length == 630


def test_colour():
    assert in_colour(STASH, "grey") == 880
    assert in_colour(STASH, "Dark Red") == 1050
    assert in_colour(STASH, "blue") == 0


@pytest.mark.parametrize(("metres", "balls"), [(0, 0), (1, 1), (210, 1), (211, 2), (640.5, 4)])
def test_balls(metres, balls):
    assert balls_for(metres, STASH[0]) == balls


def test_missing():
    assert missing(STASH, {"grey": 1000, "dark red": 400, "blue": 50}) == {"grey": 120, "blue": 50}
