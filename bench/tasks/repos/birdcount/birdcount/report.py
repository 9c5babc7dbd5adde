"""Lines of text for people to read."""

from birdcount.summary import arrivals, highest, species_by_month


def show_day(day):
    """`6.4.2025`"""
    return f"{day.day}.{day.month}.{day.year}"


def report_lines(sightings, checklist):
    """The species with their numbers; rare ones are marked."""
    return [
        f"{count:5} {species}{' (rare)' if checklist.is_rare(species) else ''}"
        for species, count in highest(sightings).items()
    ]


def arrival_lines(sightings):
    return [f"{show_day(day):>10} {species}" for species, day in arrivals(sightings).items()]


def month_lines(sightings):
    return [f"{month} {count:3} species" for month, count in species_by_month(sightings).items()]
