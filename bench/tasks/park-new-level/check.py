import json

from parkhouse import open_garage
from support import WORKSPACE


def test_the_file():
    assert json.loads((WORKSPACE / "garage.json").read_text()) == {
        "name": "Station Road",
        "levels": [{"name": "P1", "spaces": 40}, {"name": "P2", "spaces": 60}, {"name": "P3", "spaces": 32}],
        "opens": "05:30",
        "closes": "22:30",
    }


def test_the_garage():
    assert list(open_garage(WORKSPACE / "garage.json").levels.items()) == [("P1", 40), ("P2", 60), ("P3", 32)]
