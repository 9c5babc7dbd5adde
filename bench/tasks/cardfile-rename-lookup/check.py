import ast
import shutil

import pytest

import cardfile
from cardfile import cli, search
from support import WORKSPACE, own_tests_pass

KARIN = cardfile.Contact("Karin Meyer", org="Holt & Sons", emails=("karin@club.example",))
OLU = cardfile.Contact("Olu Adeyemi", emails=("olu@club.example",))


def test_the_new_name():
    assert cardfile.find_contacts is search.find_contacts
    assert search.find_contacts.__name__ == "find_contacts"
    assert "find_contacts" in cardfile.__all__
    book = cardfile.AddressBook([OLU, KARIN])
    assert cardfile.find_contacts(book, "holt") == [KARIN]
    assert cardfile.find_contacts(book, "CLUB.example") == [KARIN, OLU]
    assert cardfile.find_contacts(book, "holt olu") == []


def test_the_old_name_is_gone():
    assert "lookup" not in cardfile.__all__
    for module in (cardfile, search, cli):
        assert not hasattr(module, "lookup")
    for path in WORKSPACE.rglob("*.py"):
        for element in ast.walk(ast.parse(path.read_text())):
            names = {getattr(element, key, None) for key in ("id", "attr", "name", "asname")}
            assert "lookup" not in names, path


def test_the_command_keeps_its_name(tmp_path, capsys):
    file = tmp_path / "board.vcf"
    shutil.copy(WORKSPACE / "cards" / "board.vcf", file)
    assert cli.main(["lookup", str(file), "olu"]) == 0
    assert capsys.readouterr().out == "Olu Adeyemi, olu@club.example\n"
    with pytest.raises(SystemExit):
        cli.main(["find_contacts", str(file), "olu"])
    assert "python -m cardfile lookup" in (WORKSPACE / "README.md").read_text()


def test_their_tests_pass():
    assert own_tests_pass("tests")
    assert "find_contacts" in (WORKSPACE / "tests" / "test_book.py").read_text()
