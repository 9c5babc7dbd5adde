import pytest

from chordbook import Chord, ChordError, parse_chord
from chordbook.notes import has_flats, note_name, note_number


def test_notes():
    assert [note_number(name) for name in ("C", "F#", "Gb", "B")] == [0, 6, 6, 11]
    assert [note_name(number) for number in (0, 13, -2)] == ["C", "C#", "A#"]
    assert note_name(10, flats=True) == "Bb"


def test_major_keys():
    assert [has_flats(key) for key in ("C", "G", "F", "Bb")] == [False, False, True, True]


def test_minor_keys():
    assert [has_flats(key) for key in ("Am", "Em", "Dm", "Gm")] == [False, False, True, True]


def test_parse():
    assert parse_chord("G") == Chord("G")
    assert parse_chord("F#m7") == Chord("F#", "m7")
    assert parse_chord("D/F#") == Chord("D", "", "F#")
    assert str(parse_chord("Bbmaj7/F")) == "Bbmaj7/F"


@pytest.mark.parametrize("text", ["H", "Gx", "", "g", "D/", "E#"])
def test_no_chord(text):
    with pytest.raises(ChordError):
        parse_chord(text)


def test_move():
    assert str(parse_chord("D/F#").move(2)) == "E/G#"
    assert str(parse_chord("Gm7").move(3, flats=True)) == "Bbm7"
    assert str(parse_chord("C").move(-1)) == "B"
