from pathlib import Path

import pytest

from bibtidy import format_bib, parse_bib, read_bib

DATA = Path(__file__).parents[1] / "data"


def test_read():
    entries = read_bib(DATA / "garden.bib")
    assert [(entry.kind, entry.key) for entry in entries] == [
        ("book", "moss2011"),
        ("article", "brink1998"),
        ("misc", "leaflet"),
    ]
    assert entries[0].fields == {
        "author": "Moss, Ada and Olga Reed",
        "title": "The {DNA} of Roses",
        "year": "2011",
        "publisher": "Greenhouse Press",
    }
    assert entries[1].get("author") == "Sara Brink"
    assert entries[2].get("author") == ""


def test_small():
    assert parse_bib("") == []
    assert parse_bib("@Misc{a}")[0].fields == {}
    assert parse_bib("@misc{a, year = 1999,}")[0].fields == {"year": "1999"}


@pytest.mark.parametrize("text", ["@misc{a, year = 1999", "@misc{a, title = {x", "@misc{a, title = x}"])
def test_broken(text):
    with pytest.raises(ValueError, match="^a: "):
        parse_bib(text)


def test_written_and_read_again():
    entries = read_bib(DATA / "garden.bib")
    assert parse_bib(format_bib(entries)) == entries
