from chordbook import Chord, SetList, parse_song, to_key, transpose
from support import WORKSPACE, own_tests_pass


def test_the_new_name():
    assert Chord("D", "", "F#").transposed(2) == Chord("E", "", "G#")
    assert Chord("G", "m7").transposed(3, flats=True) == Chord("Bb", "m7")
    assert Chord("C").transposed(semitones=-1) == Chord("B")


def test_it_is_used():
    song = parse_song("{title: x}\n{key: G}\n[G]la [C]la")
    assert [str(chord) for chord in transpose(song, -2).chords()] == ["F", "Bb"]
    assert [str(chord) for chord in to_key(song, "A").chords()] == ["A", "D"]


def test_the_old_name_is_gone():
    assert not hasattr(Chord, "move")
    readme = (WORKSPACE / "README.md").read_text()
    assert "Chord.move" not in readme
    assert "`Chord.transposed`" in readme
    assert ".move(" not in (WORKSPACE / "tests" / "test_chords.py").read_text()


def test_the_set_list_is_as_before():
    assert "`SetList.move`" in (WORKSPACE / "README.md").read_text()
    assert not hasattr(SetList, "transposed")
    songs = [parse_song(f"{{title: {title}}}\n[C]la") for title in "abc"]
    evening = SetList(songs)
    evening.move("a", 3)
    assert evening.titles() == ["b", "c", "a"]


def test_their_tests_pass():
    assert own_tests_pass("tests")
    assert own_tests_pass("tests/test_chords.py")
