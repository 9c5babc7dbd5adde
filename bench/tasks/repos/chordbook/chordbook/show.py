"""Songs as text, with the chords above the words."""


def line_rows(line):
    """The row of chords and the row of words of a line. A chord that is longer than its words makes room for itself."""
    chords = words = ""
    for part in line:
        chord = str(part.chord) if part.chord else ""
        width = max(len(part.words), len(chord) + 1 if chord else 0)
        chords += chord.ljust(width)
        words += part.words.ljust(width)
    return chords.rstrip(), words.rstrip()


def song_rows(song):
    """All rows of a song."""
    rows = [f"{song.title} ({song.key}, {song.tempo} bpm)"]
    for line in song.lines:
        chords, words = line_rows(line)
        rows += [chords, words] if chords else [words]
    return rows
