"""What a crossing costs."""

import configparser
import math
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

LONG = 500
"""From this length on, in centimetres, each metre begun costs extra."""


@dataclass(frozen=True)
class Tariff:
    """Prices in euros."""

    vehicles: dict[str, Decimal]
    passengers: dict[str, Decimal]
    extra_metre: Decimal = Decimal(0)


def load_tariff(path):
    parser = configparser.ConfigParser()
    parser.read_string(Path(path).read_text(encoding="utf-8"))
    vehicles = {kind: Decimal(price) for kind, price in parser["vehicles"].items()}
    passengers = {kind: Decimal(price) for kind, price in parser["passengers"].items()}
    extra_metre = vehicles.pop("extra_metre", Decimal(0))
    return Tariff(vehicles, passengers, extra_metre)


def quote(tariff, vehicle, passengers=()):
    """The price of a vehicle with its passengers (`["adult", "child"]`); one that the tariff lacks is a ValueError."""
    total = _price(tariff.vehicles, vehicle.kind)
    if vehicle.length > LONG:
        total += tariff.extra_metre * math.ceil((vehicle.length - LONG) / 100)
    return total + sum(_price(tariff.passengers, kind) for kind in passengers)


def _price(prices, kind):
    price = prices.get(kind)
    if price is None:
        raise ValueError(f"no fare for {kind}")
    return price
