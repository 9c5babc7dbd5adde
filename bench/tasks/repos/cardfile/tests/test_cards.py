from datetime import date

import pytest

from cardfile import CardError, Contact, read_cards, write_cards

KARIN = Contact(
    "Karin Meyer",
    org="Meyer, Holt & Sons",
    phones=("+49 30 5550101", "+49 170 5550102"),
    emails=("karin@meyer-holt.example",),
    birthday=date(1968, 11, 2),
    categories=("board", "choir"),
)


def test_read():
    text = "BEGIN:VCARD\r\nfn:Olu\r\nTEL;TYPE=home:123\r\nX-SHOE:44\r\nNOTE:one\\, two\\; three\r\nEND:VCARD\r\n"
    assert read_cards(text) == [Contact("Olu", phones=("123",), note="one, two; three")]


def test_write():
    assert write_cards([KARIN]).splitlines()[2:4] == ["FN:Karin Meyer", "ORG:Meyer\\, Holt & Sons"]


def test_round_trip():
    people = [KARIN, Contact("Olu", note="long " * 60 + "note")]
    assert read_cards(write_cards(people)) == people
    assert all(len(line) <= 75 for line in write_cards(people).splitlines())


@pytest.mark.parametrize("note", ["first line\nsecond line", "C:\\files", "a\\nb", "one, two; three\\, four"])
def test_notes(note):
    contact = Contact("Olu", note=note)
    assert read_cards(write_cards([contact])) == [contact]


@pytest.mark.parametrize(
    "text",
    [
        "FN:Olu\n",
        "BEGIN:VCARD\nFN:Olu\n",
        "BEGIN:VCARD\nFN Olu\nEND:VCARD\n",
        "BEGIN:VCARD\nORG:x\nEND:VCARD\n",
        "BEGIN:VCARD\nFN:Olu\nBDAY:soon\nEND:VCARD\n",
        "BEGIN:VCARD\nFN:Olu\nCATEGORIES:a b\nEND:VCARD\n",
    ],
)
def test_refused(text):
    with pytest.raises(CardError):
        read_cards(text)
