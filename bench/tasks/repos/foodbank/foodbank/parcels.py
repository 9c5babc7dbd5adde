"""Parcels for households."""

from dataclasses import dataclass, field
from datetime import date

from foodbank.store import Store

# What one person gets; a child counts for half a person.
STANDARD = {"bread": 1, "milk": 2, "pasta": 1, "rice": 0.5, "tins": 3}


@dataclass(frozen=True)
class Household:
    name: str
    adults: int
    children: int = 0
    avoids: frozenset[str] = frozenset()

    @property
    def portions(self) -> float:
        return self.adults + self.children / 2


@dataclass
class Parcel:
    household: str
    items: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)

    @property
    def pieces(self) -> int:
        return sum(self.items.values())


class Packer:
    """Packs parcels out of a store."""

    def __init__(self, store: Store, amounts=None):
        self.store = store
        self.amounts = dict(STANDARD if amounts is None else amounts)

    def wanted(self, household: Household) -> dict[str, int]:
        """What a household should get, in whole pieces and of each item at least one."""
        amounts = dict(self.amounts)
        for item in household.avoids:
            amounts.pop(item, None)
        return {item: max(1, int(amount * household.portions)) for item, amount in amounts.items()}

    def pack(self, household: Household, day: date) -> Parcel:
        """Take a parcel out of the store; what there is too little of is noted as missing."""
        parcel = Parcel(household.name)
        for item, count in self.wanted(household).items():
            given = min(count, self.store.count(item, day))
            if given:
                self.store.take(item, given, day)
                parcel.items[item] = given
            if given < count:
                parcel.missing[item] = count - given
        return parcel
