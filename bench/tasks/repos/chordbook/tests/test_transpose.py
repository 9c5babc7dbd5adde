import pytest

from chordbook import SongError, parse_song, to_key, transpose


def song(key, chords):
    return parse_song(f"{{title: x}}\n{{key: {key}}}\n" + "".join(f"[{chord}]la " for chord in chords.split()))


def names(song):
    return " ".join(str(chord) for chord in song.chords())


def test_up_and_down():
    assert names(transpose(song("G", "G C D/F#"), 2)) == "A D E/G#"
    assert names(transpose(song("G", "G C D/F#"), -2)) == "F Bb C/E"
    assert transpose(song("G", "G"), -2).key == "F"


def test_minor():
    assert names(transpose(song("Am", "Am Dm F E7"), 5)) == "Dm Gm Bb A7"
    assert names(transpose(song("Dm", "Dm Gm Bb A7"), 2)) == "Em Am C B7"
    assert transpose(song("Dm", "Dm Bb"), 4).key == "F#m"


def test_to_key():
    assert names(to_key(song("G", "G Em"), "A")) == "A F#m"
    assert names(to_key(song("C", "C F"), "Bb")) == "Bb Eb"
    with pytest.raises(SongError, match="a song in G cannot be played in Em"):
        to_key(song("G", "G"), "Em")
