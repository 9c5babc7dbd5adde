"""What can be wrong with a song."""


class SongError(Exception):
    """A file is no song."""


class ChordError(SongError):
    """A text is no chord."""
