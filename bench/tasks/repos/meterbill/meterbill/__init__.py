"""Bills for electricity."""

from meterbill.bill import Bill, compare, make_bill
from meterbill.readings import Reading, ReadingError, read_readings
from meterbill.tariff import Step, Tariff, energy_price, load_tariffs
from meterbill.usage import usage

__all__ = [
    "Bill",
    "Reading",
    "ReadingError",
    "Step",
    "Tariff",
    "compare",
    "energy_price",
    "load_tariffs",
    "make_bill",
    "read_readings",
    "usage",
]
