import pytest
from support import run_python

from knitpad import Gauge, cast_on, rows_for, width_of


@pytest.mark.parametrize("gauge", [Gauge(22, 30), Gauge(18, 24), Gauge(27.5, 36), Gauge(10, 14)])
@pytest.mark.parametrize("multiple", [1, 2, 3, 4, 8, 12, 20])
@pytest.mark.parametrize("edge", [0, 1, 2, 3, 7, 16])
def test_as_near_as_possible(gauge, multiple, edge):
    for width in (1, 9.5, 18, 33, 50, 51.3, 100, 142):
        stitches = cast_on(gauge, width, multiple, edge)
        assert isinstance(stitches, int)
        wanted = width * gauge.stitches / 10
        nearest = min(abs(count * multiple + edge - wanted) for count in range(1, 500))
        assert (stitches - edge) % multiple == 0
        assert stitches >= multiple + edge
        assert abs(stitches - wanted) == pytest.approx(nearest)


@pytest.mark.parametrize(
    ("width", "multiple", "edge", "stitches"),
    [
        (50, 4, 2, 110), (50, 1, 0, 110), (50, 1, 9, 110), (40, 6, 0, 90), (40, 6, 2, 86), (40, 6, 3, 87),
        (1, 20, 0, 20), (1, 20, 2, 22), (5, 4, 30, 34), (50, 10, 10, 110), (50, 100, 10, 110),
    ],
)  # fmt: skip
def test_some(width, multiple, edge, stitches):
    assert cast_on(Gauge(22, 30), width, multiple=multiple, edge=edge) == stitches


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0,), "not a width"), ((-3, 4, 2), "not a width"), ((50, 0), "not a repeat: 0"), ((50, 4, -1), "not a repeat"),
        ((50, -4, 2), "not a repeat"),
    ],
)  # fmt: skip
def test_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        cast_on(Gauge(22, 30), *arguments)


def test_others():
    assert width_of(Gauge(22, 30), 114) == pytest.approx(51.818, abs=0.001)
    assert rows_for(Gauge(22, 30), 20) == 60


def test_command():
    done = run_python("-m", "knitpad", "cast-on", "22 x 30", "50", "--multiple", "4", "--edge", "2")
    assert (done.returncode, done.stdout) == (0, "110 stitches, 50.0 cm\n")
    done = run_python("-m", "knitpad", "cast-on", "22 x 30", "50", "--multiple", "0")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "knitpad: not a repeat: 0 + 0\n")
