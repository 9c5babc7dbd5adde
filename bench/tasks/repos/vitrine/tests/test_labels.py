from pathlib import Path

from vitrine import Item, find, label, life, load_objects
from vitrine.__main__ import main

DATA = Path(__file__).parents[1] / "data"
ITEMS = load_objects(DATA / "objects.csv")


def test_life():
    assert life(1902, 1988) == "(1902–1988)"
    assert life(-70, -19) == "(70 BC–19 BC)"
    assert life(None, None) == ""


def test_life_with_one_year():
    assert life(1948, None) == "(born 1948)"
    assert life(None, 1672) == "(died 1672)"
    assert label(Item("2019.2.1", "Stack", "Mira Holt", born=1948)).startswith("Mira Holt (born 1948)\n")


def test_label():
    assert (
        label(find(ITEMS, "2011.3.1")) == "Inge Dahl (1902–1988)\nHarbour at night, 1937\npaper, 30 × 42.5 cm\n2011.3.1"
    )
    assert label(find(ITEMS, "1902.1.1")) == (
        "Unknown maker\nOil lamp, c. 40 BC–AD 12\nclay, 4.5 × 11 × 7 cm\n1902.1.1"
    )
    assert label(Item("1999.1", "Button")) == "Unknown maker\nButton\n1999.1"


def test_commands(capsys):
    assert main(["--data", str(DATA), "label", "1987.14.3"]) == 0
    assert capsys.readouterr().out == ("Gebrüder Thonet\nChair no. 14, 1861–68\nwood, 93 × 43 × 52 cm\n1987.14.3\n")
    assert main(["--data", str(DATA), "label", "1987"]) == 1
    assert capsys.readouterr().err == "vitrine: not an accession number: '1987'\n"
