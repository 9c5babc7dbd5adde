"""Keeps track of the medicines in a household."""

from pillbox.diary import Taken, last_taken, may_take, parse_diary, read_diary
from pillbox.medicine import Medicine, find, load_medicines, parse_times
from pillbox.schedule import Dose, doses_on, is_due, next_dose
from pillbox.stock import Pack, days_left, in_stock, load_packs

__all__ = [
    "Dose",
    "Medicine",
    "Pack",
    "Taken",
    "days_left",
    "doses_on",
    "find",
    "in_stock",
    "is_due",
    "last_taken",
    "load_medicines",
    "load_packs",
    "may_take",
    "next_dose",
    "parse_diary",
    "parse_times",
    "read_diary",
]
