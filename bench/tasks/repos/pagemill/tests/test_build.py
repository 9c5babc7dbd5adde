from pathlib import Path
from xml.etree import ElementTree

import pytest

from pagemill.cli import main
from pagemill.template import TemplateError, fill

EXAMPLE = Path(__file__).parent.parent / "example"


def test_fill():
    assert fill("{{ a }} {{b|raw}}", a="<", b="<") == "&lt; <"
    with pytest.raises(TemplateError, match="no value for c"):
        fill("{{ c }}", a=1)


def test_build(tmp_path, capsys):
    assert main([str(EXAMPLE), "--to", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "8 files written\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "feed.xml",
        "index-2.html",
        "index.html",
        "maps.html",
        "raft.html",
        "tag-river.html",
        "tag-wood.html",
        "trip.html",
    ]
    raft = (tmp_path / "raft.html").read_text()
    assert "<p>2025-05-02, 1 min, river, wood</p>" in raft
    assert '<a href="maps.html">older: Maps &amp; charts</a>\n<a href="trip.html">newer: The first trip</a>' in raft
    assert '<a href="index-2.html">more</a>' in (tmp_path / "index.html").read_text()
    assert "more" not in (tmp_path / "index-2.html").read_text()


def test_feed(tmp_path):
    main([str(EXAMPLE), "--to", str(tmp_path)])
    items = ElementTree.parse(tmp_path / "feed.xml").findall("channel/item")
    assert [item.findtext("title") for item in items] == ["The first trip", "Building a raft", "Maps & charts"]
    assert items[0].findtext("link") == "https://river.example/trip.html"
    assert items[0].findtext("pubDate") == "Sun, 11 May 2025 00:00:00 +0000"


def test_check(tmp_path, capsys):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\n[b](b.html)\n")
    assert main([str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out == "a: b.html leads nowhere\n"
    assert main([str(EXAMPLE), "--check"]) == 0
