import pytest

from boxoffice import Seat, parse_seats


def test_parse_seats():
    assert parse_seats("C7") == [Seat("C", 7)]
    assert parse_seats("c7, D1-D3") == [Seat("C", 7), Seat("D", 1), Seat("D", 2), Seat("D", 3)]
    assert str(Seat("F", 12)) == "F12"


@pytest.mark.parametrize("text", ["", "7", "C", "C0", "C7-D8", "C8-C7", "C1,"])
def test_refused(text):
    with pytest.raises(ValueError, match="is no"):
        parse_seats(text)
