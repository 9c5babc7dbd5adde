"""Chords, such as `G`, `F#m7` or `D/F#`."""

import re
from dataclasses import dataclass, replace

from chordbook.errors import ChordError
from chordbook.notes import note_name, note_number

_CHORD = re.compile(r"(?P<root>[A-G][#b]?)(?P<quality>[a-z0-9+]*)(?:/(?P<bass>[A-G][#b]?))?")
_QUALITIES = {"", "m", "7", "m7", "maj7", "6", "m6", "9", "sus2", "sus4", "dim", "aug", "+", "add9"}


@dataclass(frozen=True)
class Chord:
    root: str
    quality: str = ""
    bass: str | None = None

    def __str__(self):
        return self.root + self.quality + (f"/{self.bass}" if self.bass else "")

    def move(self, semitones, flats=False):
        """The chord so many semitones higher, or lower if the number is negative."""
        root = note_name(note_number(self.root) + semitones, flats)
        bass = self.bass and note_name(note_number(self.bass) + semitones, flats)
        return replace(self, root=root, bass=bass)


def parse_chord(text):
    """The chord that the text names. Raises ChordError when it is none."""
    match = _CHORD.fullmatch(text.strip())
    if match is None or match["quality"] not in _QUALITIES:
        raise ChordError(f"{text!r} is no chord")
    try:
        for note in (match["root"], match["bass"]):
            if note:
                note_number(note)
    except KeyError as error:
        raise ChordError(f"{text!r} is no chord") from error
    return Chord(match["root"], match["quality"], match["bass"])
