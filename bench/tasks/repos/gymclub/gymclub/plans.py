"""The plans that the club sells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    name: str
    price: int  # of a full month, in cents
    visits: int | None  # how many there are in a month, None for any number
    courses: bool  # whether courses are included


PLANS = [
    Plan("basic", 2490, 8, courses=False),
    Plan("plus", 3790, None, courses=False),
    Plan("complete", 4990, None, courses=True),
]


def find_plan(name):
    """The plan with that name. Raises ValueError."""
    for plan in PLANS:
        if plan.name == name:
            return plan
    raise ValueError(f"there is no plan {name!r}")
