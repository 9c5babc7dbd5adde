"""Routes and boards as text."""

from railplan.clock import show_duration, show_time


def show_departure(departure, stations):
    """`07:10 R1 101 to Tannberg`"""
    return f"{show_time(departure.time)} {departure.line} {departure.number} to {stations[departure.to]}"


def show_leg(leg, stations):
    """`07:10 Hafen - 07:40 Markt (R1 101)`"""
    start = f"{show_time(leg.departure)} {stations[leg.start]}"
    return f"{start} - {show_time(leg.arrival)} {stations[leg.end]} ({leg.line} {leg.number})"


def show_route(route, stations):
    """The lines for a route: its legs, and how long it takes."""
    changes = {0: "no change", 1: "1 change"}.get(route.changes, f"{route.changes} changes")
    return [*(show_leg(leg, stations) for leg in route.legs), f"{show_duration(route.duration)}, {changes}"]


def show_price(cents):
    """`3.05`"""
    return f"{cents // 100}.{cents % 100:02}"
