import random

import pytest
from support import run_python

from bibtidy import Entry, by_year


def book(key, year=None, author="", title=""):
    fields = {"author": author, "title": title}
    return Entry("book", key, fields if year is None else {**fields, "year": year})


NEWEST = [
    book("a", "2024", "Zoe Zett"),
    book("b", "2011", "Aster, Kit", "Ponds"),
    book("c", "2011", "Aster, Kit", "roses"),
    book("d", "2011", "Ada Moss", "Bees"),
    book("e", "c. 1998", "Sam Brook"),
    book("f", "0987", "Sam Brook"),
    book("g", "in press", "Bea Aster"),
    book("h", None, "Ada Moss"),
    book("i", "", "Tom Reed"),
]
OLDEST = [NEWEST[place] for place in (5, 4, 1, 2, 3, 0, 6, 7, 8)]


@pytest.mark.parametrize("seed", range(8))
def test_order(seed):
    entries = random.Random(seed).sample(NEWEST, len(NEWEST))
    before = list(entries)
    assert [entry.key for entry in by_year(entries, newest=True)] == list("abcdefghi")
    assert by_year(entries, newest=False) == OLDEST
    assert by_year(entries) == OLDEST
    assert entries == before


def test_alike_stay_in_their_order():
    entries = [book("y", "2011"), book("x", "2011"), book("z", "2011"), book("q"), book("p")]
    assert [entry.key for entry in by_year(entries, newest=True)] == ["y", "x", "z", "q", "p"]
    assert [entry.key for entry in by_year(entries)] == ["y", "x", "z", "q", "p"]
    assert by_year([], newest=True) == []


def test_command(tmp_path):
    (tmp_path / "x.bib").write_text(
        "@book{u}\n@book{o, year = 1998}\n@book{m, year = 2011, author = {Ada Moss}}\n"
        "@book{n, year = 2024}\n@book{k, year = 2011, author = {Kit Aster}}\n"
    )

    def keys(*options):
        done = run_python("-m", "bibtidy", "sort", *options)
        assert done.returncode == 0, done.stderr
        return [line[6] for line in done.stdout.splitlines() if line.startswith("@book{")]

    assert keys(str(tmp_path / "x.bib"), "--newest") == list("nkmou")
    assert keys("--newest", str(tmp_path / "x.bib")) == list("nkmou")
    assert keys(str(tmp_path / "x.bib")) == list("okmnu")
