"""The command line."""

import argparse
import sys
from pathlib import Path

from netpool.mac import normalize
from netpool.networks import load


def build_parser():
    parser = argparse.ArgumentParser(prog="netpool", description="Addresses of our networks.")
    parser.add_argument("--file", type=Path, default=Path("netpool.toml"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="look for mistakes in the file")
    free = commands.add_parser("free", help="print the first free address of a network")
    free.add_argument("network")
    mac = commands.add_parser("mac", help="print a MAC address as we keep it")
    mac.add_argument("address")
    return parser


def main(argv=None):
    arguments = build_parser().parse_args(argv)
    if arguments.command == "mac":
        print(normalize(arguments.address))
        return 0
    networks = load(arguments.file)
    if arguments.command == "check":
        problems = [problem for network in networks.values() for problem in network.problems()]
        print("\n".join(problems) or "ok")
        return 1 if problems else 0
    if arguments.network not in networks:
        print(f"netpool: there is no network {arguments.network}", file=sys.stderr)
        return 2
    free = networks[arguments.network].free()
    if not free:
        print(f"netpool: {arguments.network} is full", file=sys.stderr)
        return 1
    print(free[0])
    return 0
