import pytest

from kintree import Day, parse_day, years_between


def test_parse():
    assert parse_day("1887-03-12") == Day(1887, 3, 12)
    assert parse_day(" 1887-03 ") == Day(1887, 3)
    assert parse_day("1887") == Day(1887)
    assert parse_day("") is None


@pytest.mark.parametrize("text", ["87", "1887-3", "1887-13", "1887-00", "1887-03-32", "12.3.1887"])
def test_not_a_day(text):
    with pytest.raises(ValueError, match="not a day"):
        parse_day(text)


def test_text():
    assert str(Day(1887, 3, 12)) == "12 Mar 1887"
    assert str(Day(1887, 3)) == "Mar 1887"
    assert str(Day(1887)) == "1887"


def test_years():
    assert years_between(Day(1884, 4, 17), Day(1962, 4, 17)) == 78
    assert years_between(Day(1884, 4, 17), Day(1962, 4, 16)) == 77
    assert years_between(Day(1884, 4, 17), Day(1962)) == 78
    assert years_between(Day(1884, 4), Day(1962, 3, 31)) == 77
