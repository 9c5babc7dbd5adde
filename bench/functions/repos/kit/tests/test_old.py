from kit.dates import parse_time, show_time
from kit.lists import chunks, unique
from kit.text import initials, shout


def test_lists():
    assert chunks([1, 2, 3], 2) == [[1, 2], [3]]
    assert unique([1, 2, 1]) == [1, 2]


def test_times():
    assert show_time(parse_time("7:05")) == "07:05"


def test_text():
    assert initials("ada lovelace") == "AL"
    assert shout("a") == "A!"
