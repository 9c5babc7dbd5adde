"""Finds mistakes in the data that can be read but makes no sense."""

from itertools import pairwise


def problems(railway):
    """One text for each mistake."""
    found = []
    seen = set()
    for trip in railway.timetable.trips:
        name = f"{trip.line} {trip.number}"
        if (trip.line, trip.number) in seen:
            found.append(f"{name}: there are two of them")
        seen.add((trip.line, trip.number))
        unknown = [stop.station for stop in trip.stops if stop.station not in railway.stations]
        found += [f"{name}: unknown station {code}" for code in unknown]
        found += [f"{name}: goes back in time at {code}" for code in _backwards(trip)]
    found += _problems_of_settings(railway.settings)
    return found


def _backwards(trip):
    for stop in trip.stops[1:-1]:
        if stop.departure < stop.arrival:
            yield stop.station
    for here, there in pairwise(trip.stops):
        if there.arrival <= here.departure:
            yield there.station


def _problems_of_settings(settings):
    prices = [settings.prices[zones] for zones in sorted(settings.prices)]
    if sorted(settings.prices) != list(range(1, len(prices) + 1)):
        yield "prices: a number of zones is missing"
    if prices != sorted(prices):
        yield "prices: more zones must not be cheaper"
    for name, percent in {**settings.reductions, "offpeak": settings.offpeak_reduction}.items():
        if not 0 <= percent <= 100:
            yield f"reductions: {name} is not between 0 and 100"
    if "adult" not in settings.reductions:
        yield "reductions: adult is missing"
