"""A parking garage."""

from parkhouse.garage import Full, Garage, open_garage
from parkhouse.permits import Permit
from parkhouse.tariff import fee

__all__ = ["Full", "Garage", "Permit", "fee", "open_garage"]
