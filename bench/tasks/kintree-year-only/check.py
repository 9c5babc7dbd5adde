from itertools import permutations

import pytest
from support import run_python

from kintree import Day, Person, Tree, parse_day, years_between
from kintree.persons import by_birth


def born(*texts):
    return [Person(str(number), f"N{number}", parse_day(text)) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    "texts",
    [
        ("1884", "1884-04-17"),
        ("1884", "1884-01-01"),
        ("1884", "1884-01"),
        ("1884-04", "1884-04-01"),
        ("1884-03-31", "1884-04"),
        ("1884", "1884-04", "1884-04-17", "1884-05"),
        ("1883-12-31", "1884", "1884-01", "1884-01-01", "1885"),
        ("1884", "1884", "1884-02"),
        ("1884-02", "1884-02", "1884-02-01", "1884-02-01"),
        ("1884", "1884-04-17", "", ""),
        ("1884-04-17", "1884-12-02", "1885-01-30"),
    ],
)
def test_order(texts):
    persons = born(*texts)
    for order in permutations(persons):
        assert by_birth(order) == persons


def test_then_by_name():
    persons = [Person("1", "B", Day(1884)), Person("2", "A", Day(1884)), Person("3", "C", Day(1884, 2))]
    assert [person.name for person in by_birth(persons)] == ["A", "B", "C"]


def test_days_are_as_before():
    assert (Day(1884).month, Day(1884).day, Day(1884, 4).day) == (None, None, None)
    assert parse_day("1884") == Day(1884)
    assert [str(Day(1884)), str(Day(1884, 4)), str(Day(1884, 4, 17))] == ["1884", "Apr 1884", "17 Apr 1884"]
    assert years_between(Day(1884, 4, 17), Day(1962)) == 78
    assert years_between(Day(1884), Day(1962, 1, 1)) == 78
    assert years_between(Day(1884, 4, 17), Day(1962, 4, 16)) == 77
    assert years_between(Day(1884, 4, 17), Day(1962, 4)) == 78
    with pytest.raises(ValueError, match="not a day"):
        parse_day("1884-00")


def test_tree():
    father = Person("1", "Peder", Day(1858))
    children = [
        Person("2", "Jens", Day(1884, 4, 17), father="1"),
        Person("3", "Frida", Day(1884), father="1"),
        Person("4", "Else", Day(1884, 4), father="1"),
    ]
    tree = Tree([father, *children])
    jens, frida, other = children
    assert tree.children(father) == tree.descendants(father) == [frida, other, jens]
    assert tree.siblings(jens) == [frida, other]


def test_command(tmp_path):
    rows = ["id,name,born,died,father,mother", "a,Jens,1884-04-17,1962,,", "b,Oluf,,,,", "c,Frida,1884,,,"]
    (tmp_path / "x.csv").write_text("\n".join(rows) + "\n")
    done = run_python("-m", "kintree", "list", str(tmp_path / "x.csv"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Frida (1884 - ?)\nJens (17 Apr 1884 - 1962)\nOluf\n"
