"""The command line."""

import argparse
import sys
from pathlib import Path

from patchstat.diff import BadDiff, parse_diff
from patchstat.report import table
from patchstat.select import ORDERS, ordered, without
from patchstat.settings import FILE, override, read_settings


def main(argv=None):
    parser = argparse.ArgumentParser(prog="patchstat")
    parser.add_argument("file", nargs="?", help="the diff; standard input, if it is left out")
    parser.add_argument("--sort", choices=ORDERS, help="the order of the files")
    parser.add_argument("--width", type=int, help="the longest bar; 0 for none")
    parser.add_argument("--ignore", action="append", metavar="PATTERN", help="leave out files")
    options = parser.parse_args(argv)
    try:
        ignore = tuple(options.ignore) if options.ignore else None
        settings = override(read_settings(FILE), sort=options.sort, width=options.width, ignore=ignore)
        text = Path(options.file).read_text(encoding="utf-8") if options.file else sys.stdin.read()
        stats = without(parse_diff(text), settings.ignore)
        print(table(ordered(stats, settings.sort), settings.width))
    except (OSError, ValueError, BadDiff) as error:
        print(f"patchstat: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
