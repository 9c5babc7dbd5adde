"""The command line."""

import argparse
import sys
from pathlib import Path

from pagemill.build import build
from pagemill.check import broken_links
from pagemill.site import load_site


def main(argv=None):
    """Returns the exit code: 1 when something is wrong with the site."""
    parser = argparse.ArgumentParser(prog="pagemill")
    parser.add_argument("folder")
    parser.add_argument("--to", default="public", help="where the site is written to")
    parser.add_argument("--check", action="store_true", help="only look for broken links")
    arguments = parser.parse_args(argv)
    try:
        site = load_site(arguments.folder)
        if arguments.check:
            broken = broken_links(site)
            for name, target in broken:
                print(f"{name}: {target} leads nowhere")
            return 1 if broken else 0
        names = build(site, Path(arguments.folder) / "templates", arguments.to)
    except (OSError, ValueError) as error:
        print(f"pagemill: {error}", file=sys.stderr)
        return 1
    print(f"{len(names)} files written")
    return 0
