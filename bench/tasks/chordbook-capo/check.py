import pytest
from chordbook import parse_song, read_song
from chordbook.capo import EASY, best_capo
from support import WORKSPACE

SONGS = ("harbour-lights", "paper-boats", "kitchen-radio", "slow-train")


def song(chords, key="C"):
    return parse_song(f"{{title: x}}\n{{key: {key}}}\n" + "".join(f"[{chord}]la " for chord in chords.split()))


@pytest.mark.parametrize(
    ("chords", "fret"),
    [
        ("F Bb Gm", 3),
        ("C#m F#m G#7", 4),
        ("Db Gb Ab7", 4),
        ("Fm Bbm C7", 1),
        ("Bm Em F#7", 2),
        ("F#m", 2),
        ("A D E", 0),
        ("Gm", 3),
        ("Bb/D Eb/G F/A", 1),
        ("G/B", 0),
        ("Csus4 Gmaj7", 0),
        ("G C Bb Bb Bb", 3),
        ("Bb G C", 3),
        ("F#m C#m", 4),
        ("Abm", 4),
    ],
)
def test_best(chords, fret):
    assert best_capo(song(chords)) == fret
    assert best_capo(song(chords, key="Eb")) == fret


def test_highest():
    assert best_capo(song("Abm"), 3) == 0
    assert best_capo(song("Abm"), 4) == 4
    assert best_capo(song("Abm Abm A"), highest=4) == 4
    assert best_capo(song("F Bb Gm"), 2) == 1
    assert best_capo(song("Bm B7 B7 Bm Bm"), 0) == 0
    assert [best_capo(song("B7"), highest) for highest in (1, 2, 7)] == [0, 2, 2]


def test_songs_of_the_band():
    fret = [best_capo(read_song(WORKSPACE / "songs" / f"{name}.cho")) for name in SONGS]
    assert fret == [0, 5, 0, 5]
    assert best_capo(parse_song("{title: x}\n{key: C}\nla")) == 0


def test_the_list_is_as_before():
    assert {"A", "Am", "A7", "C", "D", "Dm", "D7", "E", "Em", "E7", "G", "G7"} == EASY
