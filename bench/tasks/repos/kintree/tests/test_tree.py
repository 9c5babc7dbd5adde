from pathlib import Path

import pytest

from kintree import Person, Tree, load_tree
from kintree.__main__ import main

HOLM = Path(__file__).parents[1] / "data" / "holm.csv"


@pytest.fixture
def tree():
    return load_tree(HOLM)


def names(persons):
    return [person.name for person in persons]


def test_find(tree):
    assert tree.find(" jens holm").id == "p4"
    with pytest.raises(LookupError, match="nobody is called"):
        tree.find("Jens")


def test_parents_and_children(tree):
    anna = tree.find("Anna Holm")
    assert names(tree.parents(anna)) == ["Jens Holm", "Ellen Bruun"]
    assert names(tree.children(anna)) == ["Ida Vang"]


def test_siblings(tree):
    assert names(tree.siblings(tree.find("Jens Holm"))) == ["Marie Holm", "Nils Holm"]
    assert names(tree.siblings(tree.find("Anna Holm"))) == ["Otto Holm"]


def test_no_parents_no_siblings(tree):
    assert tree.siblings(tree.find("Ellen Bruun")) == []


def test_forebears(tree):
    ida = tree.find("Ida Vang")
    assert names(tree.forebears(ida)) == ["Peder Holm", "Karen Lund", "Jens Holm", "Ellen Bruun", "Anna Holm"]
    assert names(tree.forebears(ida, 1)) == ["Anna Holm"]
    with pytest.raises(ValueError, match="generations"):
        tree.forebears(ida, 0)


def test_descendants(tree):
    peder = tree.find("Peder Holm")
    assert names(tree.descendants(peder, 1)) == ["Jens Holm", "Marie Holm", "Nils Holm"]
    assert names(tree.descendants(peder))[3:] == ["Anna Holm", "Otto Holm", "Ida Vang"]


def test_wrong_persons(tree):
    with pytest.raises(ValueError, match="twice"):
        tree.add(Person("p1", "Somebody"))
    with pytest.raises(ValueError, match="no parent x"):
        Tree([Person("1", "Somebody", father="x")])


def test_commands(capsys):
    assert main(["siblings", str(HOLM), "Otto Holm"]) == 0
    assert capsys.readouterr().out == "Anna Holm (14 Aug 1912 - 13 Aug 2001)\n"
    assert main(["forebears", str(HOLM), "Nils Holm"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main(["list", "nothing.csv"]) == 1
