"""The twelve notes, as numbers from 0 (C) to 11 (B)."""

SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLATS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
FLAT_MAJOR_KEYS = {1, 3, 5, 8, 10}


def note_number(name):
    """The number of a note: `F#` is 6, and so is `Gb`. Raises KeyError when there is no such note."""
    for names in (SHARPS, FLATS):
        if name in names:
            return names.index(name)
    raise KeyError(name)


def note_name(number, flats=False):
    """The name of a note; numbers outside of 0 to 11 are notes of other octaves."""
    return (FLATS if flats else SHARPS)[number % 12]


def has_flats(key):
    """Whether a key, such as `F` or `Dm`, is written with flats. A minor key is written as its relative major one,
    which begins three semitones above it."""
    if key.endswith("m"):
        return (note_number(key[:-1]) + 3) % 12 in FLAT_MAJOR_KEYS
    return note_number(key) in FLAT_MAJOR_KEYS
