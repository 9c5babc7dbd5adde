"""The command line."""

import argparse
import sys

from addrpool.addresses import format_ip, parse_network
from addrpool.site import load_site


def main(argv=None):
    parser = argparse.ArgumentParser(prog="addrpool")
    parser.add_argument("--site", default="site.json", help="the file with the subnets")
    commands = parser.add_subparsers(dest="command", required=True)
    info = commands.add_parser("info", help="explain a network")
    info.add_argument("network")
    commands.add_parser("list", help="list the subnets")
    options = parser.parse_args(argv)
    try:
        if options.command == "info":
            hosts = parse_network(options.network).hosts()
            print(f"{format_ip(hosts[0])} - {format_ip(hosts[-1])} ({len(hosts)} hosts)")
        else:
            for name, pool in load_site(options.site).items():
                print(f"{name}: {pool.network}")
    except (OSError, ValueError) as error:
        print(f"addrpool: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
