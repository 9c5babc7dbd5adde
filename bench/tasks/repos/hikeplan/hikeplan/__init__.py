"""When will we be where on a hike, and who carries what?"""

from hikeplan.clock import parse_clock, show_clock
from hikeplan.packing import Item, pack_weight
from hikeplan.pace import Pace, load_pace
from hikeplan.route import Leg, Route, parse_leg, read_route
from hikeplan.timing import timetable, walking_minutes

__all__ = [
    "Item",
    "Leg",
    "Pace",
    "Route",
    "load_pace",
    "pack_weight",
    "parse_clock",
    "parse_leg",
    "read_route",
    "show_clock",
    "timetable",
    "walking_minutes",
]
