from datetime import date
from xml.etree import ElementTree

import pytest

from pagemill import Post, Site, build
from pagemill.feed import feed
from pagemill.paging import paginate
from support import WORKSPACE


def posts(*titles):
    return [Post(f"p{day}", title, date(2025, 5, day), "x") for day, title in enumerate(titles, 1)]


def test_titles_in_the_feed():
    titles = ["Maps & charts", "a < b", "R&amp;D", "plain"]
    tree = ElementTree.fromstring(feed(Site(posts(*titles), {"title": "Ups & downs", "address": "http://x.example/"})))
    assert [item.findtext("title") for item in tree.findall("channel/item")] == titles[::-1]
    assert [item.findtext("link") for item in tree.findall("channel/item")][-1] == "http://x.example/p1.html"
    assert tree.findtext("channel/title") == "Ups & downs"


def test_how_much_is_in_the_feed():
    tree = ElementTree.fromstring(feed(Site(posts("a", "b", "c"), {"posts_in_feed": 2})))
    assert [item.findtext("title") for item in tree.findall("channel/item")] == ["c", "b"]


@pytest.mark.parametrize(
    ("count", "size", "lengths"),
    [
        (0, 3, [0]),
        (1, 3, [1]),
        (2, 3, [2]),
        (3, 3, [3]),
        (4, 3, [3, 1]),
        (6, 3, [3, 3]),
        (7, 3, [3, 3, 1]),
        (2, 1, [1, 1]),
    ],
)
def test_pages(count, size, lengths):
    pages = paginate(list(range(count)), size)
    assert [len(page) for page in pages] == lengths
    assert [item for page in pages for item in page] == list(range(count))


def test_the_files(tmp_path):
    site = Site(posts("a", "b", "c & d", "e"), {"posts_per_page": 2})
    names = build(site, WORKSPACE / "example" / "templates", tmp_path)
    assert names == ["feed.xml", "index-2.html", "index.html", "p1.html", "p2.html", "p3.html", "p4.html"]
    assert "more" not in (tmp_path / "index-2.html").read_text()
    assert "c &amp; d</a>" in (tmp_path / "index.html").read_text()
