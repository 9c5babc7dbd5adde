"""Writes vCards."""

WIDTH = 75


def write_cards(contacts):
    """The text of a vCard file with these contacts."""
    return "".join(f"{line}\n" for contact in contacts for prop in properties(contact) for line in fold(prop))


def properties(contact):
    """The lines of a card, before long ones are folded."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{escape(contact.name)}"]
    if contact.org:
        lines.append(f"ORG:{escape(contact.org)}")
    lines.extend(f"TEL:{phone}" for phone in contact.phones)
    lines.extend(f"EMAIL:{email}" for email in contact.emails)
    if contact.birthday is not None:
        lines.append(f"BDAY:{contact.birthday.isoformat()}")
    if contact.note:
        lines.append(f"NOTE:{escape(contact.note)}")
    if contact.categories:
        lines.append("CATEGORIES:" + ",".join(contact.categories))
    return [*lines, "END:VCARD"]


def escape(text):
    """A text as the value of a property."""
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\n", "\\n")


def fold(line):
    """A line as one or more lines of at most WIDTH characters."""
    parts = [line[:WIDTH]]
    rest = line[WIDTH:]
    while rest:
        parts.append(" " + rest[: WIDTH - 1])
        rest = rest[WIDTH - 1 :]
    return parts
