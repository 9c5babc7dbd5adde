from mixtape import Track
from mixtape.order import by_artist, longest_first, without_duplicates

BOATS = Track("The Lanterns", "Paper Boats", 214, "boats.mp3")
PORT = Track("Odile", "Rue du Port", 187, "port.mp3")


def test_order_stays():
    tracks = [Track("Z", "z", 1), Track("A", "a", 300), Track("M", "m", 20)]
    assert without_duplicates(tracks) == tracks
    assert without_duplicates([*tracks, *tracks[::-1]]) == tracks


def test_the_first_one_stays():
    live = Track("ODILE", "rue du port", 250, "live.mp3")
    assert without_duplicates([PORT, BOATS, live]) == [PORT, BOATS]
    assert without_duplicates([live, BOATS, PORT, BOATS]) == [live, BOATS]


def test_length_and_file_do_not_matter():
    assert without_duplicates([PORT, Track("Odile", "Rue du Port", 1, "x.mp3")]) == [PORT]


def test_not_the_same_song():
    tracks = [
        PORT, Track("Odile", "Rue", 187, "port.mp3"), Track("The Lanterns", "Rue du Port", 187, "port.mp3"),
        Track("", "Rue du Port", 187), Track("Rue du Port", "Odile", 187), Track("ab", "c", 1), Track("a", "bc", 1),
        Track("x - y", "z", 1), Track("x", "y - z", 1),
    ]  # fmt: skip
    assert without_duplicates(tracks) == tracks


def test_without_artist():
    hiss = Track("", "Tape hiss", 365)
    assert without_duplicates([hiss, Track("", "TAPE HISS", 2)]) == [hiss]


def test_capitals_of_other_letters():
    first = Track("Élodie", "ÜBER", 3)
    assert without_duplicates([first, Track("élodie", "über", 4)]) == [first]


def test_a_new_list():
    tracks = [PORT, BOATS, PORT]
    result = without_duplicates(tracks)
    assert tracks == [PORT, BOATS, PORT]
    assert isinstance(result, list)
    assert result is not tracks
    single = [PORT]
    assert without_duplicates(single) is not single
    assert without_duplicates([]) == []


def test_the_others():
    assert by_artist([BOATS, PORT]) == [PORT, BOATS]
    assert longest_first([PORT, BOATS]) == [BOATS, PORT]
