import pytest

from mixtape import Track, format_duration, total


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (187, "3:07"), (214.2, "3:34"), (3765, "1:02:45"), (239.7, "4:00")]
)
def test_format_duration(seconds, text):
    assert format_duration(seconds) == text


def test_total():
    assert total([Track("A", "b", 10), Track("A", "c", 20.5)]) == 30.5


def test_name():
    assert Track("Odile", "Rue du Port", 187).name == "Odile - Rue du Port"
    assert Track("", "Tape hiss", 365).name == "Tape hiss"
