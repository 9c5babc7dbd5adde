import pytest

from textkit import initials, title_case, truncate, wrap


def test_title_case_leaves_small_words():
    assert title_case("the lord OF the rings") == "The Lord of the Rings"


def test_title_case_capitalises_the_last_word():
    assert title_case("what is it for") == "What Is It For"


def test_truncate_keeps_short_texts():
    assert truncate("short", 10) == "short"
    assert truncate("exactly 10", 10) == "exactly 10"


def test_truncate_cuts_between_words():
    assert truncate("the quick brown fox", 12) == "the quick..."


def test_truncate_refuses_a_limit_below_the_ending():
    with pytest.raises(ValueError):
        truncate("anything", 2)


def test_initials():
    assert initials("ada king lovelace") == "AKL"
    assert initials("Jean-Paul Sartre") == "JPS"


def test_wrap():
    assert wrap("one two three four", 9) == ["one two", "three", "four"]
    assert wrap("", 9) == []
