from pathlib import Path

from bibtidy import Entry, merge, read_bib

DATA = Path(__file__).parents[1] / "data"


def test_merge():
    entries = merge(read_bib(DATA / "garden.bib"), read_bib(DATA / "more.bib"))
    assert [entry.key for entry in entries] == ["moss2011", "brink1998", "leaflet", "aster2011"]
    assert entries[1].get("title") == "Soil, sand"
    assert entries[1].get("volume") == "7"


def test_merge_leaves_its_arguments_alone():
    shelf = [Entry("book", "moss2011", {"title": "Roses"})]
    merge(shelf, [Entry("book", "moss2011", {"year": "2011"})])
    assert shelf == [Entry("book", "moss2011", {"title": "Roses"})]


def test_merge_with_nothing():
    entries = read_bib(DATA / "more.bib")
    assert merge(entries, []) == merge([], entries) == entries
