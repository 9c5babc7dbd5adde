import pytest
from support import run_python

from kintree import Day, Person, Tree

PEOPLE = [
    Person("f", "Father", Day(1850)),
    Person("m", "Mother", Day(1851)),
    Person("n", "Second wife", Day(1860)),
    Person("x", "Stranger"),
    Person("a", "A", Day(1880), father="f", mother="m"),
    Person("b", "B", Day(1881), father="f", mother="m"),
    Person("c", "C", Day(1890), father="f", mother="n"),
    Person("d", "D", Day(1891), father="f"),
    Person("e", "E", Day(1892), mother="m"),
    Person("g", "G", Day(1893), mother="n"),
    Person("h", "H", Day(1910), mother="a"),
    Person("i", "I", Day(1911), father="b"),
    Person("j", "J", father="b"),
]


@pytest.mark.parametrize(
    ("person", "siblings"),
    [
        ("f", ""), ("m", ""), ("n", ""), ("x", ""), ("a", "bcde"), ("b", "acde"), ("c", "abdg"), ("d", "abc"),
        ("e", "ab"), ("g", "c"), ("h", ""), ("i", "j"), ("j", "i"),
    ],
)  # fmt: skip
def test_siblings(person, siblings):
    tree = Tree(PEOPLE)
    assert [other.id for other in tree.siblings(tree.persons[person])] == list(siblings)


def test_the_youngest_come_last():
    people = [PEOPLE[0], *[Person(f"k{year}", "K", Day(year), father="f") for year in (1889, 1882, 1885)]]
    tree = Tree([*people, Person("k", "K", father="f")])
    assert [other.id for other in tree.siblings(tree.persons["k1885"])] == ["k1882", "k1889", "k"]


def test_others():
    tree = Tree(PEOPLE)
    assert [other.id for other in tree.children(tree.persons["f"])] == ["a", "b", "c", "d"]
    assert tree.children(tree.persons["x"]) == tree.parents(tree.persons["x"]) == []
    assert [other.id for other in tree.forebears(tree.persons["h"])] == ["f", "m", "a"]
    assert tree.persons["d"].mother is None
    with pytest.raises(ValueError, match="no parent"):
        tree.add(Person("z", "Z", father="nobody"))


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("Ellen Bruun", ""),
        ("Ida Vang", ""),
        ("Peder Holm", ""),
        ("Nils Holm", "Jens Holm (17 Apr 1884 - 1962)\nMarie Holm (1886 - 1886)\n"),
    ],
)
def test_command(name, output):
    done = run_python("-m", "kintree", "siblings", "data/holm.csv", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, output, "")


def test_nobody():
    done = run_python("-m", "kintree", "siblings", "data/holm.csv", "Ellen")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kintree: nobody is called 'Ellen'\n"
