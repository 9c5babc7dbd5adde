import pytest

from mapsheet import Box, tile_of, tiles


def test_tile():
    assert tile_of(46.5, 7.25, 0) == (0, 0)
    assert tile_of(46.5, 7.25, 1) == (1, 0)
    assert tile_of(-33.5, -70.5, 1) == (0, 1)
    assert tile_of(46.5, 7.25, 9) == (266, 181)


def test_ends():
    assert tile_of(90, 180, 3) == (7, 0)
    assert tile_of(-90, -180, 3) == (0, 7)
    with pytest.raises(ValueError, match="not a zoom"):
        tile_of(0, 0, -1)


def test_tiles():
    assert tiles(Box(-10, -10, 10, 10), 1) == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert tiles(Box(46.5, 7.25, 46.5, 7.25), 9) == [(266, 181)]
