"""Songs with chords."""

from chordbook.chords import Chord, parse_chord
from chordbook.errors import ChordError, SongError
from chordbook.setlist import SetList, read_setlist
from chordbook.song import Part, Song, parse_song, read_song
from chordbook.transpose import to_key, transpose

__all__ = [
    "Chord",
    "ChordError",
    "Part",
    "SetList",
    "Song",
    "SongError",
    "parse_chord",
    "parse_song",
    "read_setlist",
    "read_song",
    "to_key",
    "transpose",
]
