from mixtape import Track
from mixtape.order import by_artist, longest_first, shuffled, without_duplicates

BOATS = Track("The Lanterns", "Paper Boats", 214)
PORT = Track("Odile", "Rue du Port", 187)
AGAIN = Track("odile", "Rue Du Port", 190)


def test_orders():
    assert by_artist([BOATS, PORT]) == [PORT, BOATS]
    assert longest_first([PORT, BOATS]) == [BOATS, PORT]
    assert sorted(shuffled([BOATS, PORT], 3), key=str) == sorted([BOATS, PORT], key=str)


def test_without_duplicates():
    assert without_duplicates([PORT, BOATS, AGAIN, PORT]) == [PORT, BOATS]
    assert without_duplicates([AGAIN, PORT]) == [AGAIN]
