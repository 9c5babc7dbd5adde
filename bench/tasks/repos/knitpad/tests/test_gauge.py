import pytest

from knitpad import Gauge, cast_on, parse_gauge, rows_for, width_of

GAUGE = Gauge(22, 30)


def test_parse():
    assert parse_gauge("22 x 30") == GAUGE
    assert parse_gauge(" 27.5X36 ") == Gauge(27.5, 36)


@pytest.mark.parametrize("text", ["", "22", "22 x", "0 x 30", "a x b"])
def test_not_a_gauge(text):
    with pytest.raises(ValueError, match="not a gauge"):
        parse_gauge(text)


def test_cast_on():
    assert cast_on(GAUGE, 50) == 110
    assert cast_on(GAUGE, 40, multiple=6) == 90
    assert cast_on(GAUGE, 1, multiple=20) == 20


def test_edge_stitches():
    assert cast_on(GAUGE, 50, multiple=4, edge=2) == 110


def test_cast_on_refuses():
    with pytest.raises(ValueError, match="not a width"):
        cast_on(GAUGE, 0)
    with pytest.raises(ValueError, match="not a repeat"):
        cast_on(GAUGE, 50, multiple=0)


def test_width_and_rows():
    assert width_of(GAUGE, 110) == pytest.approx(50)
    assert rows_for(GAUGE, 20) == 60
    assert rows_for(GAUGE, 0.1) == 2
