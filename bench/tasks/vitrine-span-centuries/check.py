import pytest

from vitrine import Item, label, span, year


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (1898, 1902, "1898–1902"), (1750, 1850, "1750–1850"), (1599, 1600, "1599–1600"), (1899, 1999, "1899–1999"),
        (1999, 2000, "1999–2000"), (1000, 1100, "1000–1100"), (1302, 1502, "1302–1502"), (199, 200, "199–200"),
        (850, 950, "850–950"), (150, 850, "150–850"), (1066, 2011, "1066–2011"),
    ],
)  # fmt: skip
def test_across_centuries(first, last, text):
    assert span(first, last) == text
    assert span(first, last, about=True) == f"c. {text}"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (1861, 1868, "1861–68"), (1900, 1905, "1900–05"), (1900, 1999, "1900–99"), (1800, 1801, "1800–01"),
        (2000, 2010, "2000–10"), (1098, 1099, "1098–99"), (850, 870, "850–70"), (100, 109, "100–09"),
        (1510, 1525, "1510–25"),
    ],
)  # fmt: skip
def test_within_a_century(first, last, text):
    assert span(first, last) == text
    assert span(first, last, about=True) == f"c. {text}"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (980, 1010, "980–1010"), (-200, -180, "200–180 BC"), (-40, 12, "40 BC–AD 12"), (-40, 1500, "40 BC–1500"),
        (3, 12, "AD 3–12"), (90, 110, "AD 90–110"), (1937, 1937, "1937"), (1937, None, "1937"), (12, None, "AD 12"),
        (-5, -5, "5 BC"),
    ],
)  # fmt: skip
def test_others(first, last, text):
    assert span(first, last) == text


def test_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        span(1902, 1898)
    with pytest.raises(ValueError, match="no year 0"):
        year(0)


def test_label():
    assert label(Item("2020.1", "Cradle", first=1898, last=1902)) == "Unknown maker\nCradle, 1898–1902\n2020.1"
