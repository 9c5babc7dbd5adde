"""Layers as GeoJSON (RFC 7946)."""

from mapsheet.places import Layer, Place


def to_geojson(layer):
    """A layer as a collection of points, with its box if there are any."""
    collection = {"type": "FeatureCollection", "name": layer.name, "features": [_feature(place) for place in layer]}
    if len(layer):
        box = layer.box
        collection["bbox"] = [box.west, box.south, box.east, box.north]
    return collection


def from_geojson(collection):
    """The layer with the points of a collection; other shapes are left out."""
    layer = Layer(collection.get("name", ""))
    for feature in collection["features"]:
        if feature["geometry"]["type"] == "Point":
            lon, lat = feature["geometry"]["coordinates"][:2]
            layer.add(Place(feature["properties"]["name"], lat, lon))
    return layer


def _feature(place):
    return {
        "type": "Feature",
        "properties": {"name": place.name},
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }
