import pytest

from markbook import letter_for, whole


@pytest.mark.parametrize(("percent", "letter"), [(100, "A"), (90, "A"), (89, "B"), (60.2, "C"), (45, "D"), (0, "F")])
def test_letter(percent, letter):
    assert letter_for(percent) == letter


def test_whole():
    assert whole(62) == 62
    assert whole(62.4) == 62
    assert whole(62.6) == 63


def test_half_is_rounded_up():
    assert whole(62.5) == 63
    assert whole(63.5) == 64
    assert letter_for(74.5) == "B"
