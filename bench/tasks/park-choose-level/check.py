from datetime import datetime

import pytest

from parkhouse import Full, Garage

NOW = datetime(2025, 6, 2, 8)


@pytest.fixture
def garage():
    return Garage({"A": 2, "B": 1, "C": 2})


def test_a_level(garage):
    assert garage.enter("k-a 1", NOW, level="C").level == "C"
    assert garage.inside["KA1"].plate == "KA1"
    assert garage.inside["KA1"].entered == NOW
    assert garage.enter("KA2", NOW, level="A").level == "A"
    assert garage.enter("KA3", NOW, "C").level == "C"
    assert [garage.free(level) for level in "ABC"] == [1, 1, 0]


def test_it_is_full(garage):
    garage.enter("KA1", NOW, level="B")
    with pytest.raises(Full):
        garage.enter("KA2", NOW, level="B")
    assert list(garage.inside) == ["KA1"]
    garage.leave("KA1", NOW)
    assert garage.enter("KA2", NOW, level="B").level == "B"


def test_no_such_level(garage):
    with pytest.raises(ValueError):
        garage.enter("KA1", NOW, level="D")
    assert garage.inside == {}


def test_a_car_that_is_inside(garage):
    garage.enter("KA1", NOW, level="B")
    with pytest.raises(ValueError):
        garage.enter("KA1", NOW, level="C")
    assert garage.inside["KA1"].level == "B"


def test_without_a_level(garage):
    assert [garage.enter(f"KA{i}", NOW).level for i in range(5)] == ["A", "A", "B", "C", "C"]
    with pytest.raises(Full):
        garage.enter("KA9", NOW)
    with pytest.raises(ValueError):
        garage.enter("KA1", NOW)
