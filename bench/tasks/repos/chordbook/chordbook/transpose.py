"""Songs in other keys."""

from dataclasses import replace

from chordbook.errors import SongError
from chordbook.notes import has_flats, note_name, note_number


def transpose(song, semitones):
    """The song so many semitones higher, or lower if the number is negative."""
    minor = "m" if song.key.endswith("m") else ""
    number = note_number(song.key.removesuffix("m")) + semitones
    flats = has_flats(note_name(number) + minor)
    lines = tuple(
        tuple(replace(part, chord=part.chord and part.chord.move(semitones, flats)) for part in line)
        for line in song.lines
    )
    return replace(song, key=note_name(number, flats) + minor, lines=lines)


def to_key(song, key):
    """The song in another key. Raises SongError when one key is minor and the other one is not."""
    if key.endswith("m") != song.key.endswith("m"):
        raise SongError(f"a song in {song.key} cannot be played in {key}")
    up = (note_number(key.removesuffix("m")) - note_number(song.key.removesuffix("m"))) % 12
    return transpose(song, up if up <= 6 else up - 12)
