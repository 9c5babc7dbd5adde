"""Bills."""

from dataclasses import dataclass

from meterbill.tariff import energy_price
from meterbill.usage import usage

VAT_PERCENT = 19


@dataclass(frozen=True)
class Bill:
    """What has to be paid for so many months. All amounts are in cents."""

    tariff: str
    kwh: int
    months: int
    energy: int
    base: int
    bonus: int

    @property
    def net(self):
        """The sum without VAT."""
        return max(self.energy + self.base - self.bonus, 0)

    @property
    def vat(self):
        return (self.net * VAT_PERCENT + 50) // 100

    @property
    def total(self):
        return self.net + self.vat


def months_between(begin, end):
    """The months from one day to another one; a month that has begun counts."""
    months = (end.year - begin.year) * 12 + end.month - begin.month
    return months + (end.day > begin.day)


def bill_for(tariff, kwh, months):
    """The bill for an amount of energy."""
    return Bill(tariff.name, kwh, months, energy_price(tariff, kwh), tariff.month * months, tariff.bonus)


def make_bill(readings, meter, tariff, begin, end):
    """The bill of a meter from one day to another one. Raises ValueError unless the end is later."""
    if end <= begin:
        raise ValueError("a bill ends after its begin")
    return bill_for(tariff, usage(readings, meter, begin, end), months_between(begin, end))


def compare(tariffs, kwh, months=12):
    """The bills of all tariffs for an amount of energy, the cheapest first."""
    return sorted((bill_for(tariff, kwh, months) for tariff in tariffs), key=lambda bill: (bill.total, bill.tariff))


def money(cents):
    """1205 is `12.05`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def bill_rows(bill):
    """The rows of a bill. A tariff without a bonus has no row for it."""
    rows = [("energy", bill.energy), ("months", bill.base)]
    if bill.bonus:
        rows.append(("bonus", -bill.bonus))
    rows += [("VAT", bill.vat), ("total", bill.total)]
    return [f"{bill.tariff}: {bill.kwh} kWh, {bill.months} months"] + [
        f"{name:8}{money(cents):>10}" for name, cents in rows
    ]
