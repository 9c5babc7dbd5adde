"""What a route costs, in cents."""

from railplan.clock import DAY
from railplan.errors import RailError


def zones_of(route, stations):
    """The fare zones that a route touches, as a set."""
    return {stations[code].zone for leg in route.legs for code in leg.stations}


def price_for(zones, settings):
    """The full price for a number of zones; the largest one in the settings is for all beyond it too."""
    return settings.prices[min(zones, max(settings.prices))]


def is_offpeak(time, settings):
    return settings.offpeak_from <= time % DAY < settings.offpeak_until


def fare(route, stations, settings, passenger="adult"):
    """What a passenger pays for a route. Raises RailError for an unknown kind of passenger."""
    if passenger not in settings.reductions:
        raise RailError(f"there is no fare for {passenger!r}")
    cents = price_for(len(zones_of(route, stations)), settings) * 100
    cents = cents * (100 - settings.reductions[passenger]) // 100
    if is_offpeak(route.departure, settings):
        cents = cents * (100 - settings.offpeak_reduction) // 100
    return round_up(cents, settings.step * 100) // 100


def round_up(number, step):
    """The smallest multiple of `step` that is not below the number."""
    return -(-number // step) * step
