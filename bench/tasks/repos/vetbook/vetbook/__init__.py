"""A veterinary practice."""

from vetbook.doses import Medicine, dose_mg, tablets
from vetbook.practice import Practice, load_practice
from vetbook.schedule import Appointment, Closed, Schedule, Taken
from vetbook.vaccinations import Vaccination, read_vaccinations, reminders

__all__ = [
    "Appointment",
    "Closed",
    "Medicine",
    "Practice",
    "Schedule",
    "Taken",
    "Vaccination",
    "dose_mg",
    "load_practice",
    "read_vaccinations",
    "reminders",
    "tablets",
]
