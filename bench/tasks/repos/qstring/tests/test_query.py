from qstring import Query, get_bool, get_int

QUERY = Query.parse("?size=41&q=red+shoes&size=42&new")


def test_parse():
    assert list(QUERY) == [("size", "41"), ("q", "red shoes"), ("size", "42"), ("new", "")]
    assert len(Query.parse("")) == 0
    assert str(Query.parse("a=%C3%A9&&b=1=2")) == "a=%C3%A9&b=1%3D2"


def test_get():
    assert QUERY.get("size") == "41"
    assert QUERY.get("colour") is None
    assert QUERY.get("new", "x") == ""
    assert QUERY.get_all("size") == ["41", "42"]
    assert QUERY.names() == ["size", "q", "new"]
    assert "new" in QUERY
    assert "41" not in QUERY


def test_with_param():
    assert str(QUERY.with_param("size", 40)) == "size=40&q=red+shoes&new="
    assert str(QUERY.with_param("q", ["a", "b"])) == "size=41&q=a&q=b&size=42&new="
    assert str(QUERY.with_param("page", 2)).endswith("&new=&page=2")
    assert str(QUERY.with_param("size", None)) == "q=red+shoes&new="


def test_without():
    assert str(QUERY.without("size", "new", "other")) == "q=red+shoes"
    assert str(Query.parse("f[a]=1&f[b]=2&fa=3").without("f[a]")) == "f%5Bb%5D=2&fa=3"
    assert len(QUERY) == 4


def test_without_tracking():
    query = Query.parse("id=7&utm_source=mail&utm_medium=x&gclid=1")
    assert str(query.without("utm_*", "gclid")) == "id=7"


def test_equal():
    assert Query.parse("a=1&b=2") == Query([("a", "1"), ("b", "2")])
    assert Query.parse("a=1&b=2") != Query.parse("b=2&a=1")
    assert repr(Query.parse("a=1")) == 'Query("a=1")'


def test_typed():
    query = Query.parse("page=3&size=abc&limit=500&sale=Yes&new=maybe")
    assert get_int(query, "page") == 3
    assert get_int(query, "size", default=7) == get_int(query, "x", default=7) == 7
    assert get_int(query, "limit", most=100) == 100
    assert get_bool(query, "sale")
    assert not get_bool(query, "new")
