"""Songs and how long they are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Track:
    artist: str
    title: str
    seconds: float
    file: str = ""

    @property
    def name(self):
        return f"{self.artist} - {self.title}" if self.artist else self.title


def total(tracks):
    """The seconds of all tracks together."""
    return sum(track.seconds for track in tracks)


def format_duration(seconds):
    """`3:07`, or `1:02:45` from an hour on, to the nearest second."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}"
