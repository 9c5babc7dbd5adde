from pathlib import Path

import pytest

from markbook import Test, load_book, parse_test
from markbook.__main__ import main

CLASS = Path(__file__).parents[1] / "data" / "class7b.csv"


def test_parse_test():
    assert parse_test("Dictation/20") == Test("Dictation", 20)
    assert parse_test(" Essay/40*2 ") == Test("Essay", 40, 2)


@pytest.mark.parametrize("text", ["", "Essay", "Essay/0", "/20", "Essay/x"])
def test_not_a_test(text):
    with pytest.raises(ValueError, match="not a test"):
        parse_test(text)


def test_load():
    book = load_book(CLASS)
    assert [test.name for test in book.tests] == ["Dictation", "Essay", "Poem"]
    assert book.pupils["Jonas"] == {"Dictation": 12, "Essay": 22, "Poem": None}


def test_too_many_points(tmp_path, capsys):
    (tmp_path / "x.csv").write_text("name,Poem/10\nIda,11\n")
    assert main(["report", str(tmp_path / "x.csv")]) == 1
    assert capsys.readouterr().err == "markbook: 11 points of 10 in Poem\n"
