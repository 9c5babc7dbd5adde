from pathlib import Path

import pytest

from mapsheet import Box, Layer, Place, load_places
from mapsheet.__main__ import main

HUTS = Path(__file__).parents[1] / "data" / "huts.csv"


@pytest.fixture
def layer():
    return Layer("huts", load_places(HUTS))


def test_load(layer):
    assert len(layer) == 3
    assert layer["Birch hut"] == Place("Birch hut", 47.125, 8.75)
    assert layer.box == Box(46.5, 7.25, 47.125, 8.75)


def test_add(layer):
    assert layer.box.east == 8.75
    layer.add(Place("Pass inn", 46.75, 9.5))
    assert layer.box == Box(46.5, 7.25, 47.125, 9.5)
    with pytest.raises(ValueError, match="a Pass inn already"):
        layer.add(Place("Pass inn", 46.0, 9.0))


def test_move(layer):
    assert layer.box.west == 7.25
    layer.move("Col house", 46.625, 7.5)
    assert layer.box == Box(46.625, 7.5, 47.125, 8.75)
    assert [place.name for place in layer] == ["Birch hut", "Col house", "Lake shelter"]


def test_remove(layer):
    assert layer.remove("Lake shelter").lat == 46.8125
    assert len(layer) == 2
    with pytest.raises(KeyError):
        layer.remove("Lake shelter")


def test_box_after_remove(layer):
    assert layer.box == Box(46.5, 7.25, 47.125, 8.75)
    layer.remove("Col house")
    assert layer.box == Box(46.8125, 8.5, 47.125, 8.75)
    layer.remove("Birch hut")
    assert layer.box == Box(46.8125, 8.5, 46.8125, 8.5)


def test_nearest(layer):
    assert layer.nearest(46.9, 8.5).name == "Lake shelter"
    assert layer.nearest(40, 0).name == "Col house"
    with pytest.raises(ValueError, match="no places in boats"):
        Layer("boats").nearest(0, 0)


def test_commands(capsys):
    assert main(["list", str(HUTS)]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "Col house: 46°30'00\"N 7°15'00\"E"
    assert main(["tiles", str(HUTS), "7"]) == 0
    assert capsys.readouterr().out == "7/66/44\n7/67/44\n7/66/45\n7/67/45\n"
    assert main(["list", "nowhere.csv"]) == 1
    assert capsys.readouterr().err.startswith("mapsheet: ")
