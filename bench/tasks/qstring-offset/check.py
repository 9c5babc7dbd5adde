import pytest

from qstring import Query, add_params, build, next_page, to_pairs


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"offset": 0, "limit": 20}, "offset=0&limit=20"),
        ({"offset": 0}, "offset=0"),
        ({"price": 0.0}, "price=0.0"),
        ({"sale": False}, "sale=false"),
        ({"sale": True, "new": False}, "sale=true&new=false"),
        ({"q": ""}, "q="),
        ({"q": "", "page": None, "offset": 0}, "q=&offset=0"),
        ({"x": [0, 1, None, 2]}, "x=0&x=1&x=2"),
        ({"x": (0, "", False, None)}, "x=0&x=&x=false"),
        ({"x": [None]}, ""),
        ({"x": [], "y": ()}, ""),
        ({"x": None}, ""),
        ({}, ""),
        ({"q": "red shoes", "size": [41, 42]}, "q=red+shoes&size=41&size=42"),
        ({"n": -1, "z": "0"}, "n=-1&z=0"),
    ],
)
def test_build(params, text):
    assert build(params) == text


def test_pairs():
    assert to_pairs({"a": 0, "b": False, "c": "", "d": None}) == [("a", "0"), ("b", "false"), ("c", "")]


def test_with_param():
    query = Query.parse("offset=40&q=x")
    assert str(query.with_param("offset", 0)) == "offset=0&q=x"
    assert str(query.with_param("q", "")) == "offset=40&q="
    assert str(query.with_param("q", None)) == "offset=40"
    assert str(query.with_param("q", [])) == "offset=40"


def test_urls():
    assert add_params("/find?offset=20&q=x#top", {"offset": 0}) == "/find?offset=0&q=x#top"
    assert add_params("/find?q=x", {"q": None, "sale": False}) == "/find?sale=false"
    assert next_page("/find?page=2") == "/find?page=3"
