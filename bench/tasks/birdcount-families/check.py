from datetime import date

from birdcount import Sighting, read_checklist, read_sightings
from birdcount.summary import families
from support import WORKSPACE

CHECKLIST = read_checklist(WORKSPACE / "data" / "checklist.csv")


def seen(*names):
    return [Sighting(date(2025, 4, 6 + i), "North Pond", name, 3 + i) for i, name in enumerate(names)]


def test_families():
    assert families(seen("Sand Martin", "Osprey", "Barn Swallow"), CHECKLIST) == {"swallows": 2, "birds of prey": 1}
    assert families([], CHECKLIST) == {}


def test_again():
    names = ("Osprey", "Common Tern", "Osprey", "Black Tern", "Common Tern", "Osprey")
    assert families(seen(*names), CHECKLIST) == {"gulls and terns": 2, "birds of prey": 1}


def test_the_spring():
    assert families(read_sightings(WORKSPACE / "data" / "spring.txt", CHECKLIST), CHECKLIST) == {
        "waterfowl": 2,
        "waders": 3,
        "gulls and terns": 2,
        "birds of prey": 2,
        "swallows": 2,
    }
