import pytest

from cookietin import Cookie, parse_cookie


def parse(line, host="shop.example.com", path="/cart/list", now=1000):
    return parse_cookie(line, host, path, now)


def test_plain():
    assert parse("sid=4f2a") == Cookie("sid", "4f2a", "shop.example.com", "/cart", created=1000)
    assert parse(" q = a=b== ; ").value == "a=b=="


def test_attributes():
    cookie = parse("sid=1; domain=.Example.com; PATH=/; Secure; HttpOnly")
    assert cookie == Cookie("sid", "1", "example.com", "/", False, True, True, None, 1000)
    assert parse("sid=1; path=cart").path == "/cart"


@pytest.mark.parametrize("line", ["", "sid", "=1", "sid=1; Domain=example.org", "sid=1; Domain=a.shop.example.com"])
def test_refused(line):
    assert parse(line) is None


def test_expires():
    assert parse("a=1").expires is None
    assert parse("a=1; Expires=Thu, 01 Jan 1970 01:00:00 GMT").expires == 3600
    assert parse("a=1; Expires=soon").expires is None
    assert parse("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 01:00:00 GMT").expires == 1060
    assert parse("a=1; Max-Age=-5").expires == 995
    assert parse("a=1; Max-Age=soon").expires is None
