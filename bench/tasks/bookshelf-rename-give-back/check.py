import re

import pytest

from catalogue import Book, Catalogue
from support import WORKSPACE, own_tests_pass


def test_the_new_name():
    catalogue = Catalogue([Book("Emma", "Jane Austen", 1815)])
    catalogue.lend("Emma", "Ines")
    assert catalogue.take_back("Emma") == "Ines"
    assert catalogue.get("Emma").lent_to is None
    with pytest.raises(ValueError):
        catalogue.take_back("Emma")


@pytest.mark.parametrize("name", ["README.md", "catalogue.py", "tests/test_catalogue.py"])
def test_the_files(name):
    text = (WORKSPACE / name).read_text()
    assert re.search(r"\btake_back\b", text)
    assert not re.search(r"\bgive_back\b", text)


def test_the_old_name_is_gone():
    assert not hasattr(Catalogue, "give_back")


def test_their_tests_pass():
    assert own_tests_pass("tests")
