import shutil

from cardfile import AddressBook, Contact
from cardfile.book import open_book, save_book
from cardfile.cli import main
from support import WORKSPACE

KARIN, OLU, PIA = Contact("Karin"), Contact("Olu"), Contact("Pia")


def test_new_books_are_empty():
    first = AddressBook()
    first.add(KARIN)
    second = AddressBook()
    assert (list(first), list(second), len(second)) == ([KARIN], [], 0)
    second.add(OLU)
    assert (list(first), list(second)) == ([KARIN], [OLU])
    second.remove(OLU)
    assert (list(first), len(AddressBook())) == ([KARIN], 0)


def test_books_with_contacts():
    book = AddressBook([PIA, KARIN])
    assert (list(book), len(book)) == ([KARIN, PIA], 2)
    book.add(OLU)
    assert list(book) == [KARIN, OLU, PIA]
    assert list(AddressBook(contacts=[OLU])) == [OLU]
    assert list(AddressBook([])) == []


def test_two_files(tmp_path):
    save_book(AddressBook([KARIN]), tmp_path / "a.vcf")
    save_book(AddressBook([OLU, PIA]), tmp_path / "b.vcf")
    first, second, again = (open_book(tmp_path / name) for name in ("a.vcf", "b.vcf", "a.vcf"))
    assert (list(first), list(second), list(again)) == ([KARIN], [OLU, PIA], [KARIN])


def test_commands_one_after_the_other(tmp_path, capsys):
    file = tmp_path / "board.vcf"
    shutil.copy(WORKSPACE / "cards" / "board.vcf", file)
    assert main(["list", str(file)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main(["tidy", str(file)]) == 0
    assert capsys.readouterr().out == "1 fewer\n"
    assert main(["list", str(file)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
