"""What a parcel costs."""

BULKY_FROM = 100


class NotAccepted(Exception):
    """The carrier does not take this parcel."""


def check_limits(parcel, settings):
    """Raises NotAccepted when a parcel is too heavy or too large."""
    limits = settings.limits
    if parcel.weight > limits["weight"]:
        raise NotAccepted(f"{parcel.number}: heavier than {limits['weight']} g")
    if parcel.longest_side > limits["length"]:
        raise NotAccepted(f"{parcel.number}: longer than {limits['length']} cm")
    if parcel.girth > limits["girth"]:
        raise NotAccepted(f"{parcel.number}: girth over {limits['girth']} cm")


def price(parcel, settings):
    """The price in cents. Raises NotAccepted."""
    check_limits(parcel, settings)
    zone = settings.zone(parcel.country)
    if zone is None:
        raise NotAccepted(f"{parcel.number}: nothing is sent to {parcel.country}")
    cents = _base_price(parcel, settings.prices[zone])
    if parcel.longest_side >= BULKY_FROM:
        cents += settings.extras["bulky"]
    return cents


def _base_price(parcel, table):
    for weight, cents in table:
        if parcel.weight <= weight:
            return cents
    raise NotAccepted(f"{parcel.number}: no price for {parcel.weight} g")
