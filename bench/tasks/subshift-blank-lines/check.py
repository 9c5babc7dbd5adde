import pytest

from subshift import Cue, parse, render

FIRST = "1\n00:00:01,000 --> 00:00:02,000\nOne\nand more"
SECOND = "2\n00:00:03,000 --> 00:00:04,000\nTwo"
THIRD = "3\n00:00:05,000 --> 00:00:06,000\nThree"
CUES = [Cue(1, 1000, 2000, "One\nand more"), Cue(2, 3000, 4000, "Two"), Cue(3, 5000, 6000, "Three")]


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n\n\n\n", "\n\n\n\n\n", "\n  \n", "\n\n   \n", "\n \n \n"])
def test_gaps(gap):
    assert parse(FIRST + gap + SECOND + gap + THIRD + "\n") == CUES
    assert parse(FIRST + "\n\n" + SECOND + gap + THIRD) == CUES


def test_around_the_cues():
    assert parse("\n\n" + FIRST + "\n\n\n") == CUES[:1]
    assert parse("") == []
    assert parse("\n \n\n") == []


def test_the_rest_is_as_before():
    assert parse(render(CUES)) == CUES
    with pytest.raises(ValueError):
        parse(FIRST + "\n\n\nTwo\n00:00:03,000 --> 00:00:04,000\nTwo")
