from datetime import date

import pytest

from cardfile import CardError, Contact, merge, merge_duplicates


def test_merge():
    first = Contact("Karin", phones=("1", "2"), note="treasurer", categories=("board",))
    second = Contact("karin", org="Club", phones=("2", "3"), birthday=date(1968, 11, 2), note="sings alto")
    assert merge(first, second) == Contact(
        "Karin",
        org="Club",
        phones=("1", "2", "3"),
        birthday=date(1968, 11, 2),
        note="treasurer\nsings alto",
        categories=("board",),
    )


def test_two_birthdays():
    with pytest.raises(CardError, match="two birthdays"):
        merge(Contact("Karin", birthday=date(1968, 11, 2)), Contact("Karin", birthday=date(1968, 2, 11)))


def test_merge_duplicates():
    people = [
        Contact("Karin", emails=("k@club.example",)),
        Contact("Olu"),
        Contact("K. Meyer", emails=("K@Club.example", "km@club.example")),
        Contact("OLU", phones=("7",)),
    ]
    assert merge_duplicates(people) == [
        Contact("Karin", emails=("k@club.example", "K@Club.example", "km@club.example")),
        Contact("Olu", phones=("7",)),
    ]
