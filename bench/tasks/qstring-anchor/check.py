import pytest

from qstring import Parts, add_params, join_url, next_page, previous_page, split_url


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("/find", ("/find", "", "")),
        ("/find?q=x", ("/find", "q=x", "")),
        ("/find?q=x#top", ("/find", "q=x", "top")),
        ("/find#top", ("/find", "", "top")),
        ("#top", ("", "", "top")),
        ("?q=x", ("", "q=x", "")),
        ("https://example.org/#/a?b=1", ("https://example.org/", "", "/a?b=1")),
        ("/find?q=x#a?b=1", ("/find", "q=x", "a?b=1")),
        ("/find?q=x?y", ("/find", "q=x?y", "")),
        ("/find?q=x#a#b", ("/find", "q=x", "a#b")),
        ("", ("", "", "")),
    ],
)
def test_split_and_join(url, parts):
    assert split_url(url) == parts
    assert isinstance(split_url(url), Parts)
    assert join_url(split_url(url)) == url


@pytest.mark.parametrize(
    ("url", "result"),
    [
        ("/docs/install#linux", "/docs/install?lang=de#linux"),
        ("https://example.org#x", "https://example.org?lang=de#x"),
        ("/docs?lang=en#linux", "/docs?lang=de#linux"),
        ("/docs?v=3#linux", "/docs?v=3&lang=de#linux"),
        ("/docs?v=3", "/docs?v=3&lang=de"),
        ("/docs", "/docs?lang=de"),
        ("/app#/page?lang=en", "/app?lang=de#/page?lang=en"),
        ("#linux", "?lang=de#linux"),
    ],
)
def test_add_params(url, result):
    assert add_params(url, {"lang": "de"}) == result


def test_several():
    assert add_params("/a#b", {"x": [1, 2], "y": None, "z": "ü"}) == "/a?x=1&x=2&z=%C3%BC#b"
    assert add_params("/a?y=1#b", {"y": None}) == "/a#b"
    assert add_params("/a#b", {}) == "/a#b"


def test_pages():
    assert next_page("/find#results") == "/find?page=2#results"
    assert next_page("/find?page=2#results") == "/find?page=3#results"
    assert previous_page("/find?page=3#results") == "/find?page=2#results"
    assert previous_page("/find#results?page=3") is None
