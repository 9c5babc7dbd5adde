"""The books of a pottery's kilns."""

from kilnlog.cones import CONES, cone_reached, parse_cone, temperature_of
from kilnlog.kilns import Kiln, firings_left, firings_since_change, load_kilns
from kilnlog.log import Firing, energy, load_log
from kilnlog.programme import Programme, Segment, parse_programme, read_programme

__all__ = [
    "CONES",
    "Firing",
    "Kiln",
    "Programme",
    "Segment",
    "cone_reached",
    "energy",
    "firings_left",
    "firings_since_change",
    "load_kilns",
    "load_log",
    "parse_cone",
    "parse_programme",
    "read_programme",
    "temperature_of",
]
