from pathlib import Path

from bibtidy import Entry, cite
from bibtidy.__main__ import main

DATA = Path(__file__).parents[1] / "data"


def test_list(capsys):
    assert main(["list", str(DATA / "garden.bib")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Moss, A. & Reed, O. (2011). The DNA of Roses. Greenhouse Press.",
        "Brink, S. (1998). Soil, sand. Garden Letters. pp. 12-19.",
        "Anonymous (n.d.). How to prune.",
    ]


def test_one_page():
    assert cite(Entry("misc", "x", {"title": "Ponds.", "pages": "5"})) == "Anonymous (n.d.). Ponds. p. 5."


def test_no_file(capsys):
    assert main(["list", "nowhere.bib"]) == 1
    assert capsys.readouterr().err.startswith("bibtidy: ")
