"""Reads and writes M3U playlists."""

from pathlib import Path

from mixtape.tracks import Track

HEADER = "#EXTM3U"
_INFO = "#EXTINF:"


def read_playlist(path):
    return parse_playlist(Path(path).read_text(encoding="utf-8"))


def parse_playlist(text):
    """The tracks of a playlist; a file without information in front of it is left out."""
    tracks = []
    info = None
    for line in text.splitlines():
        line = line.strip()
        if line.startswith(_INFO):
            info = line.removeprefix(_INFO)
        elif line and not line.startswith("#"):
            if info is not None:
                tracks.append(_track(info, line))
            info = None
    return tracks


def format_playlist(tracks):
    lines = [HEADER]
    for track in tracks:
        lines += [f"{_INFO}{track.seconds:g},{track.name}", track.file]
    return "\n".join(lines) + "\n"


def _track(info, file):
    seconds, _, name = info.partition(",")
    artist, dash, title = name.partition(" - ")
    if not dash:
        artist, title = "", name
    return Track(artist.strip(), title.strip(), float(seconds), file)
