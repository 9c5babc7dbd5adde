from datetime import datetime

import pytest

from weatherlog import Reading, Station, longest_dry_spell


@pytest.mark.parametrize(
    ("rain", "longest"),
    [
        ({}, 0),
        ({1: 0}, 1),
        ({1: 2}, 0),
        ({1: 2, 2: 0, 3: 0, 4: 0, 5: 0}, 4),
        ({1: 0, 2: 0, 3: 0, 4: 1, 5: 0, 6: 0}, 3),
        ({1: 0, 2: 0, 3: 1, 4: 0, 5: 0, 6: 1, 7: 0, 8: 0, 9: 0}, 3),
        ({1: 0, 2: 0, 3: 0, 5: 0, 6: 0, 7: 0, 8: 0}, 4),
        ({1: 0, 2: 0, 3: 0, 5: 0, 6: 0}, 3),
        ({1: 0, 3: 0, 5: 0}, 1),
        ({1: 0, 2: 0, 3: 0, 4: 2}, 3),
    ],
)
def test_longest_dry_spell(rain, longest):
    readings = [Reading(datetime(2025, 8, day, 12), 15, amount, 0) for day, amount in rain.items()]
    assert longest_dry_spell(Station("Pier", readings)) == longest
    assert longest_dry_spell(Station("Pier", reversed(readings))) == longest


def test_several_readings_a_day():
    readings = [Reading(datetime(2025, 8, day, hour), 15, 0.0, 0) for day in (1, 2, 3, 4) for hour in (6, 12)]
    readings.append(Reading(datetime(2025, 8, 1, 18), 15, 0.5, 0))
    assert longest_dry_spell(Station("Pier", readings)) == 3
