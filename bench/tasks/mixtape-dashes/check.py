import pytest
from support import WORKSPACE, run_python

from mixtape import Track, format_playlist, parse_playlist


@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [
        ("Northern Freight - Night Shift - Part Two", "Northern Freight", "Night Shift - Part Two"),
        ("A - b - c - d", "A", "b - c - d"),
        ("Odile - Rue du Port", "Odile", "Rue du Port"),
        ("Anne-Marie - Ping-Pong", "Anne-Marie", "Ping-Pong"),
        ("Anne-Marie - Ping-Pong - Live", "Anne-Marie", "Ping-Pong - Live"),
        ("Odile - One, Two - Three", "Odile", "One, Two - Three"),
        ("Tape hiss", "", "Tape hiss"),
        ("Ping-Pong", "", "Ping-Pong"),
        ("Ping -Pong", "", "Ping -Pong"),
    ],
)
def test_name(name, artist, title):
    assert parse_playlist(f"#EXTM3U\n#EXTINF:12.5,{name}\nx.mp3\n") == [Track(artist, title, 12.5, "x.mp3")]


def test_there_and_back():
    tracks = [Track("A", "b - c", 10, "1.mp3"), Track("", "hiss", 20, "2.mp3"), Track("A", "d", 30.5, "3.mp3")]
    assert parse_playlist(format_playlist(tracks)) == tracks


def test_command():
    done = run_python("-m", "mixtape", "list", str(WORKSPACE / "lists" / "party.m3u"))
    assert done.stdout.splitlines()[2:] == [
        "    6:41  Northern Freight - Night Shift - Part Two",
        "    6:05  Tape hiss",
    ]
