"""What can be done with cues. The cues that are given are never changed."""

from dataclasses import replace


def renumber(cues):
    """The same cues, numbered from 1."""
    return [replace(cue, number=number) for number, cue in enumerate(cues, 1)]


def shift(cues, millis):
    """The cues later by so many milliseconds, or earlier. What would be over before the film begins is left out."""
    moved = [replace(cue, start=max(0, cue.start + millis), end=cue.end + millis) for cue in cues]
    return renumber(cue for cue in moved if cue.end > 0)


def overlaps(cues):
    """Pairs of numbers of neighbours, by time, of which the second begins before the first is over."""
    in_order = sorted(cues, key=lambda cue: cue.start)
    return [(one.number, two.number) for one, two in zip(in_order, in_order[1:]) if two.start < one.end]
