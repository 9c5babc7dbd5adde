from datetime import date
from pathlib import Path

import pytest

from pagemill import Post, Site, load_site
from pagemill.check import broken_links
from pagemill.paging import page_name, paginate
from pagemill.settings import load_settings

EXAMPLE = Path(__file__).parent.parent / "example"


@pytest.fixture
def site():
    return load_site(EXAMPLE)


def names(posts):
    return [post.name for post in posts]


def test_the_newest_is_first_and_drafts_are_left_out(site):
    assert names(site.posts) == ["trip", "raft", "maps"]
    assert names(Site([*site.posts, Post("x", "X", date(2025, 7, 1), "", draft=True)]).posts) == names(site.posts)


def test_by_tag(site):
    assert {tag: names(posts) for tag, posts in site.by_tag().items()} == {"river": ["trip", "raft"], "wood": ["raft"]}


def test_neighbours(site):
    trip, raft, maps = site.posts
    assert site.neighbours(raft) == (maps, trip)
    assert site.neighbours(trip) == (raft, None)


def test_settings(tmp_path):
    assert load_settings(EXAMPLE)["posts_per_page"] == 2
    assert load_settings(tmp_path)["posts_per_page"] == 5
    (tmp_path / "site.json").write_text('{"colour": "red"}')
    with pytest.raises(ValueError, match="colour"):
        load_settings(tmp_path)


def test_paginate():
    assert paginate([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    assert paginate([1, 2, 3, 4], 2) == [[1, 2], [3, 4]]
    assert paginate([], 2) == [[]]
    assert [page_name(1), page_name(2, "tag-river")] == ["index.html", "tag-river-2.html"]


def test_broken_links(site):
    assert broken_links(site) == []
    post = Post("x", "X", date(2025, 7, 1), "[a](gone.html) [b](trip.html#end) [c](http://x.example)")
    assert broken_links(Site([*site.posts, post])) == [("x", "gone.html")]
