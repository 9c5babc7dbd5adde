import pytest

from vitrine import span, year


def test_year():
    assert year(1898) == "1898"
    assert year(12) == "AD 12"
    assert year(-40) == "40 BC"
    with pytest.raises(ValueError, match="no year 0"):
        year(0)


def test_span():
    assert span(1937) == span(1937, 1937) == "1937"
    assert span(1861, 1868) == "1861–68"
    assert span(1900, 1905) == "1900–05"
    assert span(980, 1010) == "980–1010"
    assert span(1510, 1525, about=True) == "c. 1510–25"


def test_span_across_centuries():
    assert span(1898, 1902) == "1898–1902"
    assert span(1750, 1850) == "1750–1850"
    assert span(1599, 1600, about=True) == "c. 1599–1600"


def test_span_of_old_things():
    assert span(-200, -180) == "200–180 BC"
    assert span(-40, 12) == "40 BC–AD 12"
    assert span(3, 12) == "AD 3–12"
    assert span(90, 110) == "AD 90–110"


def test_backwards():
    with pytest.raises(ValueError, match="ends before it begins: 1868 to 1861"):
        span(1868, 1861)
