from pathlib import Path

from mixtape import Track, format_playlist, parse_playlist, read_playlist

PARTY = Path(__file__).parents[1] / "lists" / "party.m3u"


def test_parse():
    text = "#EXTM3U\n#EXTINF:187,Odile - Rue du Port\na.mp3\n\nno-information.mp3\n"
    assert parse_playlist(text) == [Track("Odile", "Rue du Port", 187, "a.mp3")]


def test_two_dashes():
    track = read_playlist(PARTY)[2]
    assert track.artist == "Northern Freight"
    assert track.title == "Night Shift - Part Two"


def test_length():
    assert [track.seconds for track in read_playlist(PARTY)] == [214.2, 187, 401.3, 365]


def test_format():
    tracks = read_playlist(PARTY)
    assert len(tracks) == 4
    assert parse_playlist(format_playlist(tracks)) == tracks
