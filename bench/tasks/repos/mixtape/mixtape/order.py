"""Other orders of a playlist. Nothing here changes the list that it is given."""

import random


def by_artist(tracks):
    """By artist and then by title, whatever the capitals."""
    return sorted(tracks, key=lambda track: (track.artist.lower(), track.title.lower()))


def shuffled(tracks, seed=None):
    """In any order; the same for the same seed."""
    tracks = list(tracks)
    random.Random(seed).shuffle(tracks)
    return tracks


def longest_first(tracks):
    return sorted(tracks, key=lambda track: track.seconds, reverse=True)


def without_duplicates(tracks):
    """Each song once, where it stands first; the same artist and title are the same song, whatever the capitals."""
    songs = {}
    for track in tracks:
        songs.setdefault((track.artist.lower(), track.title.lower()), track)
    return list(songs.values())
