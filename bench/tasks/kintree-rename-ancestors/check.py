import inspect
import re

import pytest
from support import WORKSPACE, own_tests_pass, run_python

from kintree import Tree, load_tree

HOLM = WORKSPACE / "data" / "holm.csv"


def test_the_new_name():
    tree = load_tree(HOLM)
    nils, ida = tree.find("Nils Holm"), tree.find("Ida Vang")
    assert Tree.ancestors.__name__ == "ancestors"
    assert list(inspect.signature(Tree.ancestors).parameters) == ["self", "person", "generations"]
    assert [person.id for person in tree.ancestors(nils)] == ["p1", "p3"]
    assert [person.id for person in tree.ancestors(ida, generations=2)] == ["p4", "p7", "p8"]
    with pytest.raises(ValueError, match="not a number of generations: 0"):
        tree.ancestors(ida, 0)


def test_the_old_name_is_gone():
    assert not hasattr(Tree, "forebears")
    assert not hasattr(load_tree(HOLM), "forebears")
    for path in [*WORKSPACE.rglob("*.py"), WORKSPACE / "README.md"]:
        assert not re.search(r"\.forebears\b|def forebears\b", path.read_text()), path


def test_readme():
    readme = (WORKSPACE / "README.md").read_text()
    assert "tree.ancestors(anna, generations=2)" in readme
    assert 'python -m kintree forebears data/holm.csv "Anna Holm"' in readme


def test_commands():
    done = run_python("-m", "kintree", "forebears", str(HOLM), "Nils Holm")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Peder Holm (2 Nov 1858 - 20 Jan 1931)\nSofie Krag (30 Jun 1872 - 11 Feb 1950)\n"
    done = run_python("-m", "kintree", "ancestors", str(HOLM), "Nils Holm")
    assert (done.returncode, done.stdout) == (2, "")
    done = run_python("-m", "kintree", "descendants", str(HOLM), "Anna Holm")
    assert (done.returncode, done.stdout) == (0, "Ida Vang (21 May 1938 - ?)\n")


def test_the_others():
    tree = load_tree(HOLM)
    assert [person.id for person in tree.descendants(tree.find("Jens Holm"))] == ["p8", "p9", "p10"]
    assert [person.id for person in tree.siblings(tree.find("Anna Holm"))] == ["p9"]


def test_their_tests():
    assert own_tests_pass("tests")
    assert len(list(WORKSPACE.glob("tests/test_*.py"))) >= 3
