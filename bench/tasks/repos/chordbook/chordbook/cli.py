"""The command line."""

import argparse
import sys
from pathlib import Path

from chordbook.errors import SongError
from chordbook.setlist import read_setlist
from chordbook.show import song_rows
from chordbook.song import read_song
from chordbook.transpose import to_key, transpose


def parser():
    commands = argparse.ArgumentParser(prog="chordbook")
    sub = commands.add_subparsers(dest="command", required=True)
    show = sub.add_parser("show", help="a song with its chords")
    show.add_argument("file")
    show.add_argument("--key", help="show it in this key")
    show.add_argument("--up", type=int, default=0, metavar="N", help="show it so many semitones higher")
    setlist = sub.add_parser("set", help="the songs of a set list")
    setlist.add_argument("file")
    setlist.add_argument("--songs", default="songs", help="the folder of the songs")
    return commands


def main(argv=None):
    arguments = parser().parse_args(argv)
    try:
        if arguments.command == "set":
            rows = read_setlist(Path(arguments.file), arguments.songs).rows()
        else:
            song = read_song(arguments.file)
            if arguments.key:
                song = to_key(song, arguments.key)
            rows = song_rows(transpose(song, arguments.up) if arguments.up else song)
    except SongError as error:
        print(f"chordbook: {error}", file=sys.stderr)
        return 1
    print("\n".join(rows))
    return 0
