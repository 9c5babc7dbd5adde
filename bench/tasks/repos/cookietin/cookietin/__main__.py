"""The command line."""

import argparse
import sys
from pathlib import Path

from cookietin.jar import Jar


def main(argv=None):
    parser = argparse.ArgumentParser(prog="cookietin")
    parser.add_argument("file", help="lines with a URL and what it set")
    parser.add_argument("url", help="where the cookies are to go")
    options = parser.parse_args(argv)
    jar = Jar()
    try:
        lines = Path(options.file).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        print(f"cookietin: {error}", file=sys.stderr)
        return 1
    for number, line in enumerate(lines, 1):
        url, _, cookie = line.strip().partition(" ")
        if url and not jar.store(url, cookie):
            print(f"cookietin: line {number} refused", file=sys.stderr)
    print(jar.header(options.url))
    return 0


if __name__ == "__main__":
    sys.exit(main())
