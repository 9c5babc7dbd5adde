"""Reads vCards."""

import re
from datetime import date

from cardfile.contact import CardError, Contact


def read_cards(text):
    """The contacts in the text of a vCard file. Raises CardError, with the number of the line, when it makes no sense."""
    contacts = []
    card = None
    for number, line in unfold(text):
        name, colon, value = line.partition(":")
        if not colon:
            raise CardError(f"line {number}: {line!r} is no property")
        name = name.split(";")[0].upper()
        if name == "BEGIN":
            card = {}
        elif card is None:
            raise CardError(f"line {number}: {name} is in no card")
        elif name == "END":
            contacts.append(_contact(number, card))
            card = None
        else:
            card.setdefault(name, []).append(value)
    if card is not None:
        raise CardError("the last card has no end")
    return contacts


def unfold(text):
    """The lines of a file as pairs of number and text, folded ones put together again, without empty ones."""
    lines = []
    for number, line in enumerate(re.split(r"\r?\n", text), 1):
        if line.startswith(" ") and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        elif line:
            lines.append((number, line))
    return lines


def unescape(text):
    """What the value of a property stands for."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text)


def _contact(number, card):
    def single(name):
        return card.get(name, [""])[0]

    try:
        return Contact(
            name=unescape(single("FN")),
            org=unescape(single("ORG")),
            phones=tuple(card.get("TEL", ())),
            emails=tuple(card.get("EMAIL", ())),
            birthday=date.fromisoformat(single("BDAY")) if single("BDAY") else None,
            note=unescape(single("NOTE")),
            categories=tuple(single("CATEGORIES").split(",")) if single("CATEGORIES") else (),
        )
    except ValueError as error:
        raise CardError(f"line {number}: {error}") from None
