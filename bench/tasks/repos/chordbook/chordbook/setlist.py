"""What a band plays in an evening."""

from pathlib import Path

from chordbook.song import read_song
from chordbook.transpose import to_key


class SetList:
    def __init__(self, songs=()):
        self.songs = list(songs)

    def titles(self):
        return [song.title for song in self.songs]

    def move(self, title, position):
        """Put a song to another position, counted from 1. Raises ValueError when it is not in the list."""
        index = self.titles().index(title)
        self.songs.insert(position - 1, self.songs.pop(index))

    def rows(self):
        """One row for each song."""
        return [f"{n}. {song.title} ({song.key}, {song.tempo} bpm)" for n, song in enumerate(self.songs, 1)]


def read_setlist(path, folder):
    """The set list in a file, whose songs are in the folder."""
    songs = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, *key = line.split()
        song = read_song(Path(folder) / name)
        songs.append(to_key(song, key[0]) if key else song)
    return SetList(songs)
