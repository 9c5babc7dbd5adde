"""Readings of weather stations."""

from weatherlog.readings import Reading, parse_reading
from weatherlog.station import Station
from weatherlog.summary import frost_days, longest_dry_spell, mean_temperatures

__all__ = ["Reading", "Station", "frost_days", "longest_dry_spell", "mean_temperatures", "parse_reading"]
