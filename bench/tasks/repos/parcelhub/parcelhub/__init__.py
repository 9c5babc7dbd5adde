"""Prices, labels and tracking for the parcels of a small firm."""

from parcelhub.manifest import read_manifest
from parcelhub.parcel import Parcel
from parcelhub.prices import NotAccepted, price
from parcelhub.settings import Settings, load_settings
from parcelhub.tracking import Tracker, TrackingEvent, read_events

__all__ = ["NotAccepted", "Parcel", "Settings", "Tracker", "TrackingEvent"]
__all__ += ["load_settings", "price", "read_events", "read_manifest"]
