import pytest

from qstring import Query

URL = "id=7&utm_source=mail&q=utm_x&utm_medium=x&my_utm_id=2&gclid=1&utm=3&utm_source=web&utm_="


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["utm_*", "gclid"], "id=7&q=utm_x&my_utm_id=2&utm=3"),
        (["gclid", "utm_*"], "id=7&q=utm_x&my_utm_id=2&utm=3"),
        (["utm_*"], "id=7&q=utm_x&my_utm_id=2&gclid=1&utm=3"),
        (["utm*"], "id=7&q=utm_x&my_utm_id=2&gclid=1"),
        (["utm_s*", "i*"], "q=utm_x&utm_medium=x&my_utm_id=2&gclid=1&utm=3&utm_="),
        (["gcl*", "my_*", "utm_*", "utm"], "id=7&q=utm_x"),
        (["utm_"], "id=7&q=utm_x&utm_source=mail&utm_medium=x&my_utm_id=2&gclid=1&utm=3&utm_source=web"),
        (["utm_source"], "id=7&q=utm_x&utm_medium=x&my_utm_id=2&gclid=1&utm=3&utm_="),
        (["x*"], URL),
        ([], URL),
        (["*"], ""),
    ],
)
def test_without(names, text):
    left = Query.parse(URL).without(*names)
    assert isinstance(left, Query)
    assert sorted(left) == sorted(Query.parse(text))


def test_order_and_original():
    query = Query.parse("b=1&utm_a=2&a=3&b=4&utm_b=5")
    assert str(query.without("utm_*")) == "b=1&a=3&b=4"
    assert str(query) == "b=1&utm_a=2&a=3&b=4&utm_b=5"


def test_other_characters_mean_themselves():
    query = Query.parse("f[a]=1&f[b]=2&fa=3&f.c=4&fxc=5&g=6")
    assert query.without("f[a]").names() == ["f[b]", "fa", "f.c", "fxc", "g"]
    assert query.without("f[*").names() == ["fa", "f.c", "fxc", "g"]
    assert query.without("f.*").names() == ["f[a]", "f[b]", "fa", "fxc", "g"]
    assert query.without("?").names() == query.names()


def test_others():
    query = Query.parse("a=1&b=2&a=3")
    assert str(query.with_param("a", 4)) == "a=4&b=2"
    assert query.get_all("a") == ["1", "3"]
    assert "b" in query
    assert "a*" not in query
