"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from diskquota.grace import Tracker, load_tracker
from diskquota.limits import load_limits
from diskquota.report import BLOCKED, report
from diskquota.usage import parse_usage


def main(argv=None):
    parser = argparse.ArgumentParser(prog="diskquota")
    parser.add_argument("limits")
    parser.add_argument("usage")
    parser.add_argument("--state", help="the file with what the last run knew")
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    options = parser.parse_args(argv)
    try:
        limits = load_limits(options.limits)
        usage = parse_usage(Path(options.usage).read_text(encoding="utf-8"))
        tracker = load_tracker(options.state) if options.state else Tracker()
        rows = report(usage, limits, tracker, options.today or date.today())
        for row in rows:
            print(row)
        if options.state:
            tracker.save(options.state)
    except (OSError, ValueError) as error:
        print(f"diskquota: {error}", file=sys.stderr)
        return 1
    return 2 if any(row.state == BLOCKED for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
