"""Print when a hike is where."""

import argparse

from hikeplan.clock import parse_clock, show_clock
from hikeplan.pace import Pace, load_pace
from hikeplan.route import read_route
from hikeplan.timing import table_lines, timetable


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="hikeplan", description=__doc__)
    parser.add_argument("route", help="the file of the route")
    parser.add_argument("--start", type=parse_clock, default="8:00", help="when the hike starts (8:00)")
    parser.add_argument("--pace", help="a pace file")
    options = parser.parse_args(arguments)

    route = read_route(options.route)
    table = timetable(route, options.start, load_pace(options.pace) if options.pace else Pace())
    for line in table_lines(table):
        print(line)
    print(f"{route.length():g} km in {show_clock(table[-1][0] - options.start)} hours")


if __name__ == "__main__":
    main()
