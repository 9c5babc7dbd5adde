import random

import pytest

from mapsheet import Box, Layer, Place, to_geojson

PLACES = [
    Place("a", 46.5, 7.25),
    Place("b", 47.125, 8.75),
    Place("c", 46.8125, 8.5),
    Place("d", 45.0, 8.0),
    Place("e", -3.5, -20.0),
]


def around(places):
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return Box(min(lats), min(lons), max(lats), max(lons))


@pytest.mark.parametrize("name", "abcde")
def test_one(name):
    layer = Layer("x", PLACES)
    assert layer.box == around(PLACES)
    place = layer.remove(name)
    assert place is next(one for one in PLACES if one.name == name)
    rest = [one for one in PLACES if one.name != name]
    assert layer.box == around(rest)
    assert layer.box == around(rest)
    assert list(layer) == rest
    layer.add(place)
    assert layer.box == around(PLACES)
    assert list(layer) == [*rest, place]


def test_all():
    layer = Layer("x", PLACES)
    for number, place in enumerate(PLACES):
        assert layer.box == around(PLACES[number:])
        assert layer.remove(place.name) == place
    assert len(layer) == 0
    with pytest.raises(ValueError, match="no points"):
        _ = layer.box
    layer.add(PLACES[0])
    assert layer.box == Box(46.5, 7.25, 46.5, 7.25)


def test_unknown():
    layer = Layer("x", PLACES)
    before = layer.box
    with pytest.raises(KeyError):
        layer.remove("nowhere")
    assert layer.box == before
    assert len(layer) == 5


def test_any_changes():
    chance = random.Random(5)
    layer, places = Layer("x"), {}
    for number in range(300):
        what = chance.random()
        lat, lon = chance.randint(-80, 80), chance.randint(-170, 170)
        if what < 0.4 or not places:
            place = Place(str(number), lat, lon)
            layer.add(place)
            places[place.name] = place
        elif what < 0.6:
            name = chance.choice(list(places))
            layer.move(name, lat, lon)
            places[name] = Place(name, lat, lon)
        else:
            name = chance.choice(list(places))
            assert layer.remove(name) == places.pop(name)
        if places:
            assert layer.box == around(places.values())
        assert list(layer) == list(places.values())


def test_found_once():
    layer = Layer("x", PLACES)
    layer.remove("e")
    box = layer.box
    assert layer.box is box


def test_geojson():
    layer = Layer("x", PLACES)
    assert to_geojson(layer)["bbox"] == [-20.0, -3.5, 8.75, 47.125]
    layer.remove("e")
    assert to_geojson(layer)["bbox"] == [7.25, 45.0, 8.75, 47.125]
    for name in "abcd":
        layer.remove(name)
    assert "bbox" not in to_geojson(layer)
