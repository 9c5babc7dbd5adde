from datetime import date
from pathlib import Path

import pytest

from pagemill import Post, read_post, reading_minutes
from pagemill.header import HeaderError

POSTS = Path(__file__).parent.parent / "example" / "posts"


def test_read_post():
    post = read_post(POSTS / "trip.md")
    assert (post.name, post.title, post.date, post.tags) == ("trip", "The first trip", date(2025, 5, 11), ["river"])
    assert post.page == "trip.html"
    assert not post.draft
    assert read_post(POSTS / "winter.md").draft


def test_a_date_is_needed(tmp_path):
    (tmp_path / "x.md").write_text("---\ntitle: x\n---\n")
    with pytest.raises(HeaderError, match="no date"):
        read_post(tmp_path / "x.md")


def test_reading_minutes():
    assert [reading_minutes("word " * count) for count in (0, 200, 201)] == [1, 1, 2]
    assert Post("x", "X", date(2025, 1, 1), "word " * 500).minutes == 3
