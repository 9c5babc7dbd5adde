import itertools

import pytest

from cardfile import Contact, read_cards, write_cards
from cardfile.cli import main

PAIRS = [
    ("one\ntwo", "one\\ntwo"),
    ("C:\\files", "C:\\\\files"),
    ("C:\\new", "C:\\\\new"),
    ("a, b; c", "a\\, b\\; c"),
    ("\\,", "\\\\\\,"),
    ("\\\\n\n", "\\\\\\\\n\\n"),
    ("\\;n\\", "\\\\\\;n\\\\"),
    ("\n\nx", "\\n\\nx"),
    ("plain: text", "plain: text"),
]


@pytest.mark.parametrize(("note", "written"), PAIRS)
def test_as_in_the_readme(note, written):
    assert f"NOTE:{written}" in write_cards([Contact("Olu", note=note)]).split("\n")
    assert read_cards(f"BEGIN:VCARD\nFN:Olu\nNOTE:{written}\nEND:VCARD\n") == [Contact("Olu", note=note)]


@pytest.mark.parametrize(("text", "written"), PAIRS)
def test_name_and_organisation(text, written):
    contact = Contact(f"O{text}", org=f"O{text}")
    lines = write_cards([contact]).split("\n")
    assert f"FN:O{written}" in lines
    assert f"ORG:O{written}" in lines
    assert read_cards("\n".join(lines)) == [contact]


def test_every_note_comes_back():
    people = [Contact("Olu", note="".join(signs)) for signs in itertools.product("\\\nn,;x", repeat=4)]
    assert read_cards(write_cards(people)) == people


def test_long_notes():
    for before in range(60, 80):
        contact = Contact("Olu", note="x" * before + "\\\n,; \\n" * 30 + "end")
        text = write_cards([contact])
        assert read_cards(text) == [contact]
        assert all(len(line) <= 75 for line in text.split("\n"))


def test_phones_are_as_before():
    contact = Contact("Olu", phones=("030 1;ext=2",), emails=("o@x.example",))
    assert "TEL:030 1;ext=2" in write_cards([contact]).split("\n")
    assert read_cards(write_cards([contact])) == [contact]


def test_tidy(tmp_path):
    file = tmp_path / "cards.vcf"
    file.write_text(write_cards([Contact("Olu", note="has the key"), Contact("olu", note="or C:\\new, maybe")]))
    assert main(["tidy", str(file)]) == 0
    assert read_cards(file.read_text()) == [Contact("Olu", note="has the key\nor C:\\new, maybe")]
