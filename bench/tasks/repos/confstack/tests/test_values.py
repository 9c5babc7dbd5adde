import pytest

from confstack.values import to_boolean, to_duration, to_integer, to_list


def test_booleans():
    assert [to_boolean(text) for text in ("yes", "TRUE", " on ", "1")] == [True] * 4
    assert [to_boolean(text) for text in ("no", "False", "off", "0")] == [False] * 4
    with pytest.raises(ValueError, match="'maybe'"):
        to_boolean("maybe")


def test_integers():
    assert to_integer("8_080") == 8080
    with pytest.raises(ValueError, match="'8.5'"):
        to_integer("8.5")


def test_durations():
    assert [to_duration(text) for text in ("90", "1m 30s", "250ms", "2h", "1d")] == [90, 90, 0.25, 7200, 86400]
    for text in ("", "fast", "3 weeks"):
        with pytest.raises(ValueError):
            to_duration(text)


def test_lists():
    assert to_list("a, b,\nc,,") == ["a", "b", "c"]
