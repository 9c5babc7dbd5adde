"""Arithmetic with specific gravities such as 1.050."""


def abv(og: float, fg: float) -> float:
    """Alcohol by volume, in percent."""
    return round((og - fg) * 131.25, 1)


def attenuation(og: float, fg: float) -> int:
    """How much of the sugar was fermented, in percent."""
    return round((og - fg) / (og - 1) * 100)
