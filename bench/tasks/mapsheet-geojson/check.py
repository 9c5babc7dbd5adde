import json

import pytest
from support import WORKSPACE, run_python

from mapsheet import Box, Layer, Place, from_geojson, load_places, to_geojson

POINTS = [(46.5, 7.25), (-33.5, -70.5), (0, 0), (12, 12), (-89.5, 179.5), (5, -170), (0, 33)]


@pytest.mark.parametrize("point", POINTS)
def test_point(point):
    collection = to_geojson(Layer("x", [Place("here", *point)]))
    lat, lon = point
    assert collection == {
        "type": "FeatureCollection",
        "name": "x",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "here"},
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
            }
        ],
        "bbox": [lon, lat, lon, lat],
    }


def test_there_and_back():
    layer = Layer("x", [Place(f"p{number}", *point) for number, point in enumerate(POINTS)])
    other = from_geojson(json.loads(json.dumps(to_geojson(layer))))
    assert list(other) == list(layer)
    assert (other.name, other.box) == ("x", Box(-89.5, -170, 46.5, 179.5))


def test_read_as_before():
    point = {"properties": {"name": "Weir"}, "geometry": {"type": "Point", "coordinates": [8.5, 47, 412]}}
    line = {"properties": {"name": "Path"}, "geometry": {"type": "LineString", "coordinates": [[8, 47], [9, 47]]}}
    assert list(from_geojson({"features": [line, point]})) == [Place("Weir", 47, 8.5)]


def test_python_has_the_latitude_first():
    assert Place("x", 46.5, 7.25).lat == 46.5
    hut = load_places(WORKSPACE / "data" / "huts.csv")[1]
    assert (hut.name, hut.lat, hut.lon) == ("Col house", 46.5, 7.25)
    assert to_geojson(Layer("none")) == {"type": "FeatureCollection", "name": "none", "features": []}


def test_command():
    done = run_python("-m", "mapsheet", "geojson", "data/huts.csv")
    assert done.returncode == 0
    collection = json.loads(done.stdout)
    assert collection["bbox"] == [7.25, 46.5, 8.75, 47.125]
    assert [one["geometry"]["coordinates"] for one in collection["features"]] == [
        [8.75, 47.125], [7.25, 46.5], [8.5, 46.8125],
    ]  # fmt: skip
