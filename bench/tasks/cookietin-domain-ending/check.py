import pytest

from cookietin import Jar, domain_matches, parse_cookie


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("badexample.com", "example.com"), ("www.my-example.com", "example.com"), ("BadExample.com", "example.COM"),
        ("xa.example.com", "a.example.com"), ("b.xa.example.com", "a.example.com"), ("example.com", "www.example.com"),
        ("example.com.evil.net", "example.com"), ("example.org", "example.com"), ("10.0.0.1", "0.0.1"),
        ("10.0.0.1", ".0.0.1"), ("notlocalhost", "localhost"), ("110.0.0.1", "10.0.0.1"), ("comm", "com"),
        ("example.comexample.com", "example.com"),
    ],
)  # fmt: skip
def test_not_the_domain(host, domain):
    assert not domain_matches(host, domain)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.com", "example.com"), ("www.example.com", "example.com"), ("a.b.example.com", "example.com"),
        ("WWW.Example.COM", "example.com"), ("my.example.com", "Example.com"), ("example.com.example.com", "example.com"),
        ("badexample.com.example.com", "example.com"), ("10.0.0.1", "10.0.0.1"), ("localhost", "localhost"),
        ("a.localhost", "localhost"), ("bad.badexample.com", "badexample.com"),
    ],
)  # fmt: skip
def test_the_domain(host, domain):
    assert domain_matches(host, domain)


def test_sent():
    jar = Jar()
    assert jar.store("https://www.example.com/", "sid=1; Domain=example.com", 100)
    assert jar.header("https://badexample.com/", 101) == ""
    assert jar.header("https://a.badexample.com/", 101) == ""
    for host in ("example.com", "www.example.com", "a.b.example.com"):
        assert jar.header(f"https://{host}/", 101) == "sid=1"


def test_stored():
    jar = Jar()
    assert not jar.store("https://badexample.com/", "sid=1; Domain=example.com", 100)
    assert not jar.store("https://badexample.com/", "sid=1; Domain=.example.com", 100)
    assert len(jar) == 0
    cookie = parse_cookie("sid=1; Domain=.Example.com", "my.example.com", "/", 100)
    assert (cookie.domain, cookie.host_only) == ("example.com", False)
    assert parse_cookie("sid=1; Domain=ample.com", "my.example.com", "/", 100) is None
