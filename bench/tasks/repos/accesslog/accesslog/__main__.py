"""The command line."""

import argparse
import sys

from accesslog.parser import read_log
from accesslog.report import make_report
from accesslog.settings import read_settings


def main(argv=None):
    parser = argparse.ArgumentParser(prog="accesslog")
    parser.add_argument("--config", default="accesslog.ini")
    parser.add_argument("log")
    options = parser.parse_args(argv)
    try:
        settings = read_settings(options.config)
        with open(options.log, encoding="utf-8") as file:
            entries, bad = read_log(file)
    except (OSError, ValueError) as error:
        print(f"accesslog: {error}", file=sys.stderr)
        return 1
    print(make_report(entries, settings))
    if bad:
        print(f"{len(bad)} lines could not be read, the first is line {bad[0]}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
