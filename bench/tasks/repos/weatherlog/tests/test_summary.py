from datetime import date, datetime

from weatherlog import Reading, Station, frost_days, longest_dry_spell, mean_temperatures


def warm(*temperatures):
    """A station with two readings a day."""
    return Station("Pier", [
        Reading(datetime(2025, 3, 1 + i // 2, 6 + 12 * (i % 2)), temperature, 0, 0)
        for i, temperature in enumerate(temperatures)
    ])


def wet(rain):
    """A station with a reading on each of the days."""
    return Station("Pier", [Reading(datetime(2025, 3, day, 12), 5, amount, 0) for day, amount in rain.items()])


def test_means():
    assert mean_temperatures(warm(4, 7, -1, 2)) == {date(2025, 3, 1): 5.5, date(2025, 3, 2): 0.5}


def test_frost():
    assert frost_days(warm(-1, 4, 0, 3, 5, -0.5)) == [date(2025, 3, 1), date(2025, 3, 3)]


def test_dry_spell():
    assert longest_dry_spell(wet({1: 0, 2: 0, 3: 1.5, 4: 0, 5: 2})) == 2
    assert longest_dry_spell(wet({1: 0, 2: 0, 4: 0, 5: 3})) == 2


def test_dry_spell_that_goes_on():
    assert longest_dry_spell(wet({1: 0, 2: 4, 3: 0, 4: 0, 5: 0})) == 3
    assert longest_dry_spell(wet({1: 0, 2: 0})) == 2
