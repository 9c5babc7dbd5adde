import pytest

from chordbook import Chord, Part, SongError, parse_song
from chordbook.show import line_rows, song_rows
from chordbook.song import parse_line

TEXT = "{title: Tea}\n{tempo: 80}\n\nI [G]drink it [D7]black\n[C]Ev'ry [Am]day\n"


def test_parse():
    song = parse_song(TEXT)
    assert (song.title, song.tempo) == ("Tea", 80)
    assert song.lines[0] == (Part(None, "I "), Part(Chord("G"), "drink it "), Part(Chord("D", "7"), "black"))
    assert [str(chord) for chord in song.chords()] == ["G", "D7", "C", "Am"]


def test_the_key():
    assert parse_song("{key: D}\n" + TEXT).key == "D"
    assert parse_song(TEXT).key == "Am"
    assert parse_song("{title: x}\n[C]la [Fmaj7]la").key == "F"


@pytest.mark.parametrize("text", ["[C]la", "{title: x}\nla", "{title: x}\n{tempo: fast}\n[C]la", "{title: x}\n[H]la"])
def test_no_song(text):
    with pytest.raises(SongError):
        parse_song(text)


def test_chords_above_words():
    assert song_rows(parse_song(TEXT))[:3] == ["Tea (Am, 80 bpm)", "  G        D7", "I drink it black"]


def test_a_long_chord():
    assert line_rows(parse_line("[Gmaj7]oh [C]no")) == ("Gmaj7 C", "oh    no")
