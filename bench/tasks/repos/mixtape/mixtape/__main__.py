"""The command line."""

import argparse
import sys

from mixtape.m3u import read_playlist
from mixtape.tapes import TAPES, DoesNotFit, fill_sides
from mixtape.tracks import format_duration, total


def main(argv=None):
    parser = argparse.ArgumentParser(prog="mixtape")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="show a playlist").add_argument("file")
    sides = commands.add_parser("sides", help="put a playlist on a tape")
    sides.add_argument("file")
    sides.add_argument("--tape", choices=list(TAPES), default="C90")
    options = parser.parse_args(argv)
    try:
        tracks = read_playlist(options.file)
        if options.command == "list":
            _show(tracks)
        else:
            for letter, side in zip("AB", fill_sides(tracks, TAPES[options.tape]), strict=True):
                print(f"Side {letter} ({format_duration(total(side))})")
                _show(side)
    except (OSError, ValueError, DoesNotFit) as error:
        print(f"mixtape: {error}", file=sys.stderr)
        return 1
    return 0


def _show(tracks):
    for track in tracks:
        print(f"{format_duration(track.seconds):>8}  {track.name}")


if __name__ == "__main__":
    sys.exit(main())
