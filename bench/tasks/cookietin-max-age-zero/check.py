import pytest

from cookietin import Jar, parse_cookie

URL = "https://shop.example.com/cart/list"
FUTURE = "Sat, 01 Jan 2050 00:00:00 GMT"


def expires(attributes, now=1000):
    return parse_cookie(f"a=1; {attributes}", "shop.example.com", "/cart/list", now).expires


@pytest.mark.parametrize(
    "attributes",
    [
        "Max-Age=0", "max-age=0; Path=/cart", f"Max-Age=0; Expires={FUTURE}", f"Expires={FUTURE}; Max-Age=0", "Max-Age=00",
        "Max-Age=-0", "Max-Age=-1", f"Max-Age=-100; Expires={FUTURE}", "Max-Age=600; Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["sid=1", "sid=1; Max-Age=600", f"sid=1; Expires={FUTURE}"])
def test_deleted(before, attributes):
    jar = Jar()
    assert jar.store(URL, before, 100)
    assert jar.store(URL, "lang=en", 100)
    assert jar.store(URL, f"sid=; {attributes}", 200)
    assert [cookie.name for cookie in jar] == ["lang"]
    assert jar.header(URL, 200) == "lang=en"
    assert jar.store(URL, f"new=1; {attributes}", 200)
    assert [cookie.name for cookie in jar] == ["lang"]


@pytest.mark.parametrize("attributes", ["Max-Age=0", f"Max-Age=0; Expires={FUTURE}"])
def test_parsed(attributes):
    assert parse_cookie(f"a=1; {attributes}", "a.com", "/", 1000).expired(1000)
    assert not parse_cookie("a=1", "a.com", "/", 1000).expired(1000)


def test_another_one_is_not_deleted():
    jar = Jar()
    assert jar.store(URL, "sid=1; Path=/", 100)
    assert jar.store(URL, "sid=; Max-Age=0", 200)
    assert jar.header(URL, 200) == "sid=1"


def test_empty_value_is_kept():
    jar = Jar()
    assert jar.store(URL, "sid=1", 100)
    assert jar.store(URL, "sid=", 200)
    assert jar.header(URL, 200) == "sid="
    assert len(jar) == 1


def test_others():
    assert expires("Path=/") is None
    assert expires("Max-Age=") is None
    assert expires("Max-Age") is None
    assert expires("Max-Age=soon") is None
    assert expires("Max-Age=1.5") is None
    assert expires("Max-Age=1") == 1001
    assert expires("Max-Age=-5") == 995
    assert expires(f"Max-Age=60; Expires={FUTURE}") == 1060
    assert expires("Max-Age=soon; Expires=Thu, 01 Jan 1970 01:00:00 GMT") == 3600
    assert expires("Max-Age=; Expires=Thu, 01 Jan 1970 00:00:00 GMT") == 0
