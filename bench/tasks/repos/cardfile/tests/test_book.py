from pathlib import Path

import pytest

from cardfile import AddressBook, CardError, Contact, in_category, lookup
from cardfile.cli import main

BOARD = Path(__file__).parent.parent / "cards" / "board.vcf"
KARIN = Contact("Karin Meyer", org="Holt & Sons", emails=("karin@club.example",), categories=("board",))
OLU = Contact("Olu Adeyemi", emails=("olu@club.example",))


def test_by_name():
    book = AddressBook([OLU, KARIN])
    assert list(book) == [KARIN, OLU]
    assert len(book) == 2


def test_remove():
    book = AddressBook([OLU, KARIN])
    book.remove(OLU)
    assert list(book) == [KARIN]
    with pytest.raises(CardError, match="is not in the book"):
        book.remove(OLU)


def test_lookup():
    book = AddressBook([OLU, KARIN])
    assert lookup(book, "meyer KARIN") == [KARIN]
    assert lookup(book, "club.example") == [KARIN, OLU]
    assert lookup(book, "holt") == [KARIN]
    assert lookup(book, "holt olu") == []


def test_in_category():
    assert in_category(AddressBook([OLU, KARIN]), "board") == [KARIN]


def test_the_commands(tmp_path, capsys):
    file = tmp_path / "board.vcf"
    file.write_text(BOARD.read_text())
    assert main(["lookup", str(file), "boat"]) == 0
    assert capsys.readouterr().out == "nobody\n"
    assert main(["tidy", str(file)]) == 0
    assert capsys.readouterr().out == "1 fewer\n"
    assert main(["list", str(file), "--category", "choir"]) == 0
    assert capsys.readouterr().out == (
        "Karin Meyer, +49 30 5550101, +49 170 5550102, karin@meyer-holt.example\n"
    )
    assert main(["list", str(tmp_path / "none.vcf")]) == 1
