import pytest

from cookietin import default_path, domain_matches, path_matches


@pytest.mark.parametrize("host", ["example.com", "www.example.com", "a.b.example.com", "WWW.Example.COM"])
def test_domain(host):
    assert domain_matches(host, "example.com")


@pytest.mark.parametrize(("host", "domain"), [("example.org", "example.com"), ("10.0.0.1", "0.0.1"), ("com", "a.com")])
def test_not_the_domain(host, domain):
    assert not domain_matches(host, domain)


def test_domain_that_ends_alike():
    assert not domain_matches("badexample.com", "example.com")
    assert not domain_matches("www.my-example.com", "example.com")
    assert domain_matches("my.example.com", "example.com")


def test_path():
    assert path_matches("/docs", "/docs")
    assert path_matches("/docs/a", "/docs")
    assert path_matches("/docs/a", "/docs/")
    assert path_matches("/docs", "/")
    assert not path_matches("/docsearch", "/docs")
    assert not path_matches("/", "/docs")


@pytest.mark.parametrize(
    ("path", "default"), [("", "/"), ("/", "/"), ("/cart", "/"), ("/cart/", "/cart"), ("/shop/cart", "/shop")]
)
def test_default_path(path, default):
    assert default_path(path) == default
