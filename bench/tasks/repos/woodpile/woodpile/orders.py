"""Orders: from which stacks they are taken, and what they cost."""

import math

FREE_KM = 5
PRICE_PER_KM = 1.5


class TooLittle(Exception):
    """There is not enough dry wood."""


def pick(stacks, amount, day):
    """Where to take so many cubic metres from: pairs of stack and volume, what has been dry for longest first."""
    if amount <= 0:
        raise ValueError(f"not an amount: {amount:g}")
    parts = []
    left = amount
    for stack in sorted(stacks, key=lambda stack: stack.ready_on):
        if left > 0 and stack.is_ready(day):
            volume = min(left, stack.volume)
            parts.append((stack, volume))
            left = round(left - volume, 3)
    if left > 0:
        raise TooLittle(f"{left:g} of {amount:g} are missing")
    return parts


def price(parts, km=0):
    """What the parts cost, delivered over so many km."""
    wood = sum(stack.wood.price * volume for stack, volume in parts)
    return round(wood + PRICE_PER_KM * max(0, math.ceil(km - FREE_KM)), 2)
