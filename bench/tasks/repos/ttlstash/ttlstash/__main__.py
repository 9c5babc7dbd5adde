"""The command line."""

import argparse
import sys

from ttlstash.replay import replay


def main(argv=None):
    parser = argparse.ArgumentParser(prog="ttlstash")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("replay", help="try a cache on recorded reads")
    command.add_argument("file")
    command.add_argument("--max-items", type=int, default=3)
    command.add_argument("--ttl", type=int)
    options = parser.parse_args(argv)
    try:
        stats = replay(options.file, options.max_items, options.ttl).stats
    except (OSError, ValueError) as error:
        print(f"ttlstash: {error}", file=sys.stderr)
        return 1
    print(f"hits {stats.hits}, misses {stats.misses}, evictions {stats.evictions}")
    print(f"hit rate {stats.hit_rate:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
