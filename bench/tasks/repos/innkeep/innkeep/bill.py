"""The bill at the end of a stay."""

from dataclasses import dataclass, field

from innkeep.tariff import nights

TAX = 250
"""The tourist tax for a guest and a night, in cents."""
FREE_UNDER = 14


def parse_ages(text):
    """Read the ages of the guests such as `41,?,15`; a `?` becomes None."""
    ages = []
    for part in text.split(","):
        part = part.strip()
        if part != "?" and not part.isdecimal():
            raise ValueError(f"not an age: {part!r}")
        ages.append(None if part == "?" else int(part))
    return ages


def tourist_tax(ages, count):
    """The tourist tax for guests of these ages and so many nights; an age that is not known is None."""
    payers = [age for age in ages if age is None or age >= FREE_UNDER]
    return len(payers) * count * TAX


@dataclass
class Bill:
    guest: str
    lines: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of_stay(cls, booking, kind, tariff, ages):
        """The bill for a booking: the room, and the tax if there is any."""
        stay = nights(booking.arrival, booking.departure)
        bill = cls(booking.guest)
        bill.add(f"room {booking.room}, {len(stay)} nights", tariff.price(kind, booking.arrival, booking.departure))
        tax = tourist_tax(ages, len(stay))
        if tax:
            bill.add("tourist tax", tax)
        return bill

    def add(self, text, cents):
        self.lines.append((text, cents))

    @property
    def total(self):
        return sum(cents for _, cents in self.lines)

    def text(self):
        """The bill as it is printed, 40 characters wide."""
        rows = [*self.lines, ("total", self.total)]
        return "\n".join([self.guest, *(f"{text:<30}{cents / 100:>10.2f}" for text, cents in rows)])
