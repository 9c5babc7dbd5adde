from bibtidy import Entry, by_year, year_of
from bibtidy.__main__ import main


def book(key, year="", author="", title=""):
    return Entry("book", key, {"year": year, "author": author, "title": title})


BOOKS = [
    book("undated", author="Aster, Kit"),
    book("moss", "2011", "Moss, Ada"),
    book("old", "1998", "Sam Brook"),
    book("aster", "2011", "Kit Aster"),
]


def test_year():
    assert year_of(book("x", "2011")) == 2011
    assert year_of(book("x", "c. 1890")) == 1890
    assert year_of(book("x", "in press")) is None
    assert year_of(Entry("misc", "x")) is None


def test_by_year():
    assert [entry.key for entry in by_year(BOOKS)] == ["old", "aster", "moss", "undated"]


def test_newest():
    assert [entry.key for entry in by_year(BOOKS, newest=True)] == ["aster", "moss", "old", "undated"]


def test_sort_newest_command(tmp_path, capsys):
    (tmp_path / "x.bib").write_text("@book{a, year = 1998}\n@book{b, year = 2011}\n")
    assert main(["sort", str(tmp_path / "x.bib"), "--newest"]) == 0
    assert capsys.readouterr().out == "@book{b,\n  year = {2011},\n}\n\n@book{a,\n  year = {1998},\n}\n"
