import pytest

from textkit import truncate


@pytest.mark.parametrize("limit", range(3, 40))
def test_never_longer_than_the_limit(limit):
    text = "one two three four five six seven"
    short = truncate(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("...")


def test_words_stay_whole():
    assert truncate("one two three four", 13) == "one two..."
    assert truncate("one two three four", 16) == "one two three..."
    assert truncate("one two three four", 10, ending="~") == "one two~"
    assert truncate("extraordinary", 8) == "extra..."
