import pytest

from confstack import ParseError
from confstack.parser import parse


def test_sections_and_keys():
    assert parse("[A]\nKey = value\n# note\n\n[b]\nx=1=2\n") == {"a": {"key": "value"}, "b": {"x": "1=2"}}


def test_lines_go_on_when_indented():
    assert parse("[a]\nlist = one,\n    two\n") == {"a": {"list": "one,\ntwo"}}


def test_a_section_may_be_opened_twice():
    assert parse("[a]\nx = 1\n[b]\n[a]\ny = 2\n") == {"a": {"x": "1", "y": "2"}, "b": {}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\n", "t.conf:1: a key before the first section"),
        ("[a\n", "t.conf:1: '[a' is no section"),
        ("[a]\nword\n", "t.conf:2: 'word' is no"),
        ("[a]\nx = 1\nx = 2\n", "t.conf:3: 'x' is given twice"),
    ],
)
def test_errors(text, words):
    with pytest.raises(ParseError) as caught:
        parse(text, "t.conf")
    assert words in str(caught.value)
