"""The command line."""

import argparse
import sys
from datetime import date

from railplan.board import departures
from railplan.checking import problems
from railplan.clock import parse_time
from railplan.errors import RailError
from railplan.fares import fare
from railplan.loading import load
from railplan.search import find_route
from railplan.show import show_departure, show_price, show_route


def build_parser():
    parser = argparse.ArgumentParser(prog="railplan")
    parser.add_argument("--data", default="data", help="the folder with the data")
    commands = parser.add_subparsers(dest="command", required=True)
    board = commands.add_parser("board", help="the next departures")
    board.add_argument("station")
    board.add_argument("--count", type=int, default=10)
    route = commands.add_parser("route", help="the fastest connection")
    price = commands.add_parser("fare", help="what the fastest connection costs")
    for command in (route, price):
        command.add_argument("start")
        command.add_argument("end")
    price.add_argument("--passenger", default="adult")
    for command in (board, route, price):
        command.add_argument("--on", type=date.fromisoformat, default=date.today(), metavar="DAY")
        command.add_argument("--at", type=parse_time, default=0, metavar="TIME")
    commands.add_parser("check", help="look for mistakes in the data")
    return parser


def run(arguments, railway):
    """Do one command; returns the lines to print and the exit code."""
    if arguments.command == "check":
        found = problems(railway)
        return found or ["no problems"], 1 if found else 0
    stations, timetable = railway.stations, railway.timetable
    if arguments.command == "board":
        station = stations.find(arguments.station)
        found = departures(timetable, station.code, arguments.on, arguments.at, arguments.count)
        return [show_departure(departure, stations) for departure in found], 0
    start, end = stations.find(arguments.start), stations.find(arguments.end)
    route = find_route(stations, timetable, start.code, end.code, arguments.on, arguments.at)
    if arguments.command == "fare":
        return [show_price(fare(route, stations, railway.settings, arguments.passenger))], 0
    return show_route(route, stations), 0


def main(argv=None):
    """Returns the exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        lines, code = run(arguments, load(arguments.data))
    except RailError as error:
        print(f"railplan: {error}", file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    return code
