import pytest

from mapsheet import Box

BOX = Box(46.5, 7.25, 47.0, 8.75)


def test_around():
    assert Box.around([(47.0, 8.0), (46.5, 8.75), (46.75, 7.25)]) == BOX
    assert Box.around([(-33.5, -70.5)]) == Box(-33.5, -70.5, -33.5, -70.5)
    with pytest.raises(ValueError, match="no points"):
        Box.around([])


def test_contains():
    assert BOX.contains(46.5, 8.75)
    assert not BOX.contains(46.49, 8)
    assert not BOX.contains(46.75, 9)


def test_union_and_centre():
    assert BOX.union(Box(45.0, 8.0, 46.0, 9.0)) == Box(45.0, 7.25, 47.0, 9.0)
    assert BOX.centre == (46.75, 8.0)
