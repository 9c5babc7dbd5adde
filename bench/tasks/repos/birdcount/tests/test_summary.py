from datetime import date

from birdcount import Sighting, arrivals, highest, species_by_month

SIGHTINGS = [
    Sighting(date(2025, 4, 20), "North Pond", "Osprey", 1),
    Sighting(date(2025, 5, 2), "North Pond", "Lapwing", 9),
    Sighting(date(2025, 3, 30), "Mill Meadow", "Lapwing", 14),
    Sighting(date(2025, 4, 2), "Mill Meadow", "Lapwing", 12),
    Sighting(date(2025, 4, 20), "Mill Meadow", "Mute Swan", 2),
]


def test_highest():
    assert highest(SIGHTINGS) == {"Lapwing": 14, "Mute Swan": 2, "Osprey": 1}


def test_arrivals():
    assert list(arrivals(SIGHTINGS).items()) == [
        ("Lapwing", date(2025, 3, 30)),
        ("Mute Swan", date(2025, 4, 20)),
        ("Osprey", date(2025, 4, 20)),
    ]


def test_by_month():
    assert species_by_month(SIGHTINGS) == {"2025-03": 1, "2025-04": 3, "2025-05": 1}
