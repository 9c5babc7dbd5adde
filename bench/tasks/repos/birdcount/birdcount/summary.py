"""What can be said about many sightings."""


def highest(sightings):
    """The largest count of each species, by name."""
    largest = {}
    for sighting in sightings:
        largest[sighting.species] = max(sighting.count, largest.get(sighting.species, 0))
    return dict(sorted(largest.items()))


def arrivals(sightings):
    """The first day of each species, the earliest first."""
    first = {}
    for sighting in sightings:
        known = first.get(sighting.species)
        if known is None or sighting.day < known:
            first[sighting.species] = sighting.day
    return dict(sorted(first.items(), key=lambda pair: (pair[1], pair[0])))


def species_by_month(sightings):
    """How many species were seen in each month: `{"2025-04": 7}`."""
    seen = {}
    for sighting in sightings:
        month = f"{sighting.day:%Y-%m}"
        seen.setdefault(month, set()).add(sighting.species)
    return {month: len(species) for month, species in sorted(seen.items())}
