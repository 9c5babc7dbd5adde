import pytest
from chordbook import parse_song, to_key, transpose
from chordbook.cli import main
from chordbook.notes import has_flats
from support import WORKSPACE


@pytest.mark.parametrize("key", ["F", "Bb", "Eb", "Ab", "Db", "Dm", "Gm", "Cm", "Fm", "Bbm"])
def test_flats(key):
    assert has_flats(key)


@pytest.mark.parametrize("key", ["C", "G", "D", "A", "E", "B", "Am", "Em", "Bm", "F#m", "C#m", "G#m"])
def test_sharps(key):
    assert not has_flats(key)


@pytest.mark.parametrize(
    ("semitones", "key", "chords"),
    [
        (-2, "Gm", "Gm Cm Eb D7 Bb/D"),
        (3, "Cm", "Cm Fm Ab G7 Eb/G"),
        (7, "Em", "Em Am C B7 G/B"),
        (9, "F#m", "F#m Bm D C#7 A/C#"),
        (5, "Dm", "Dm Gm Bb A7 F/A"),
        (1, "Bbm", "Bbm Ebm Gb F7 Db/F"),
    ],
)
def test_transposed(semitones, key, chords):
    song = parse_song("{title: x}\n{key: Am}\n[Am]la [Dm]la [F]la [E7]la [C/E]la")
    moved = transpose(song, semitones)
    assert (moved.key, " ".join(str(chord) for chord in moved.chords())) == (key, chords)
    assert to_key(song, key).chords() == moved.chords()


def test_the_command(capsys):
    assert main(["show", str(WORKSPACE / "songs" / "slow-train.cho"), "--key", "Gm"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "Slow Train North (Gm, 72 bpm)"
    assert rows[3].split() == ["Eb", "Bb", "D7", "Gm"]
