"""Songs and the files in which they are written."""

import re
from dataclasses import dataclass
from pathlib import Path

from chordbook.chords import Chord, parse_chord
from chordbook.errors import SongError

DEFAULT_TEMPO = 100
_DIRECTIVE = re.compile(r"\{\s*(\w+)\s*:\s*(.*?)\s*\}")
_BRACKETS = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True)
class Part:
    """A piece of a line: the words from one chord to the next one. Words in front of the first chord have none."""

    chord: Chord | None
    words: str


@dataclass(frozen=True)
class Song:
    title: str
    key: str
    tempo: int
    lines: tuple[tuple[Part, ...], ...]

    def chords(self):
        """The chords in the order in which they are played."""
        return [part.chord for line in self.lines for part in line if part.chord]


def parse_line(text):
    """The parts of a line."""
    words, *rest = _BRACKETS.split(text)
    parts = [Part(None, words)] if words else []
    for chord, words in zip(rest[::2], rest[1::2], strict=True):
        parts.append(Part(parse_chord(chord), words))
    return tuple(parts)


def parse_song(text):
    """The song that a text describes. Raises SongError when it has no title or a tempo that is no number."""
    directives = {}
    lines = []
    for line in text.splitlines():
        match = _DIRECTIVE.fullmatch(line.strip())
        if match:
            directives[match[1].lower()] = match[2]
        elif line.strip():
            lines.append(parse_line(line.rstrip()))
    if not directives.get("title"):
        raise SongError("a song needs a title")
    tempo = directives.get("tempo", str(DEFAULT_TEMPO))
    if not tempo.isdecimal():
        raise SongError(f"{tempo!r} is no tempo")
    key = directives.get("key") or _key_of(lines)
    return Song(directives["title"], key, int(tempo), tuple(lines))


def read_song(path):
    """The song in a file."""
    return parse_song(Path(path).read_text(encoding="utf-8"))


def _key_of(lines):
    """The key of a song that does not name it: most songs end on the chord of their key."""
    chords = [part.chord for line in lines for part in line if part.chord]
    if not chords:
        raise SongError("a song without chords needs a key")
    last = chords[-1]
    return last.root + ("m" if last.quality.startswith("m") and last.quality != "maj7" else "")
