from mapsheet import Layer, Place, from_geojson, to_geojson

LAYER = Layer("huts", [Place("Col house", 46.5, 7.25), Place("Refugio", -33.5, -70.5)])


def test_collection():
    collection = to_geojson(LAYER)
    assert collection["type"] == "FeatureCollection"
    assert collection["bbox"] == [-70.5, -33.5, 7.25, 46.5]
    assert [feature["properties"] for feature in collection["features"]] == [{"name": "Col house"}, {"name": "Refugio"}]


def test_empty():
    assert to_geojson(Layer("none")) == {"type": "FeatureCollection", "name": "none", "features": []}


def test_points():
    first, second = to_geojson(LAYER)["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [7.25, 46.5]}
    assert second["geometry"] == {"type": "Point", "coordinates": [-70.5, -33.5]}


def test_there_and_back():
    assert list(from_geojson(to_geojson(LAYER))) == list(LAYER)


def test_read():
    layer = from_geojson(
        {
            "features": [
                {"properties": {"name": "Weir"}, "geometry": {"type": "Point", "coordinates": [8.5, 47, 412]}},
                {"properties": {"name": "Path"}, "geometry": {"type": "LineString", "coordinates": [[8, 47], [9, 47]]}},
            ]
        }
    )
    assert list(layer) == [Place("Weir", 47, 8.5)]
