from kintree import Day, Person
from kintree.persons import by_birth

JENS = Person("1", "Jens", Day(1884, 4, 17), Day(1962))
MARIE = Person("2", "Marie", Day(1886))
KAREN = Person("3", "Karen", died=Day(1899, 5))
OLUF = Person("4", "Oluf", father="1")


def test_text():
    assert str(JENS) == "Jens (17 Apr 1884 - 1962)"
    assert str(KAREN) == "Karen (? - May 1899)"
    assert str(OLUF) == "Oluf"


def test_age():
    assert JENS.age == 78
    assert KAREN.age is None


def test_parents():
    assert OLUF.parents == ["1"]
    assert Person("5", "Kirsten", father="1", mother="2").parents == ["1", "2"]


def test_by_birth():
    assert by_birth([OLUF, KAREN, MARIE, JENS]) == [JENS, MARIE, KAREN, OLUF]


def test_by_birth_only_year_known():
    twin = Person("6", "Frida", Day(1884))
    assert by_birth([JENS, twin]) == [twin, JENS]
