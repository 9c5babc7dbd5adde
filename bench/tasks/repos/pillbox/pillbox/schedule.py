"""What is due when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pillbox.medicine import Medicine

HORIZON = 366
"""How many days ahead the next dose is looked for."""


@dataclass(frozen=True)
class Dose:
    when: datetime
    medicine: Medicine


def is_due(medicine, day):
    """Whether a medicine is to be taken on a day: on its first one, and then every so many days up to the last one."""
    if medicine.as_needed or day < medicine.start:
        return False
    if medicine.until is not None and day > medicine.until:
        return False
    return (day - medicine.start).days % medicine.every == 0


def doses_on(medicines, day):
    """The doses of a day, by time and then by name."""
    doses = [
        Dose(datetime.combine(day, time), medicine)
        for medicine in medicines
        if is_due(medicine, day)
        for time in medicine.times
    ]
    return sorted(doses, key=lambda dose: (dose.when, dose.medicine.name.lower()))


def next_dose(medicines, now):
    """The first dose after a moment, or None."""
    for ahead in range(HORIZON):
        for dose in doses_on(medicines, now.date() + timedelta(days=ahead)):
            if dose.when > now:
                return dose
    return None
