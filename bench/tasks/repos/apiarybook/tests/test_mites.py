from datetime import date

import pytest

from hivebook import Wash, latest, limit, to_treat
from hivebook.mites import average_rate

MAY, JUNE, JULY = date(2024, 5, 4), date(2024, 6, 4), date(2024, 7, 4)


def test_rate():
    assert Wash("Linden", MAY, 6).rate == 2
    assert Wash("Linden", MAY, 6, 200).rate == 3
    with pytest.raises(ValueError, match="bees"):
        Wash("Linden", MAY, 6, 0)


def test_limit():
    assert limit(date(2024, 6, 30)) == 2
    assert limit(date(2024, 7, 1)) == 3


def test_latest():
    first, second = Wash("Linden", MAY, 12), Wash("Linden", JUNE, 1)
    assert latest([second, first]) == {"Linden": second}


def test_to_treat():
    linden, maple, heath = Wash("Linden", MAY, 6), Wash("Maple", MAY, 15), Wash("Heath", JULY, 8)
    assert to_treat([linden, maple, heath]) == [maple, linden]
    assert to_treat([maple, Wash("Maple", JUNE, 0)]) == []


def test_average_rate():
    assert average_rate([Wash("Linden", MAY, 6, 300), Wash("Maple", MAY, 2, 100)]) == 2
    assert average_rate([]) == 0
