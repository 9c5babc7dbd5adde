"""Makes one contact out of several for the same person."""

from dataclasses import replace

from cardfile.contact import CardError


def merge(first, second):
    """One contact with what is in two of them.

    Name and organisation are those of the first one; the second one fills in what is empty there. Phones, e-mails and
    categories are those of both, the first one's first, none of them twice. Different notes are put below each other.
    Raises CardError when both have a birthday and not the same one.
    """
    if first.birthday and second.birthday and first.birthday != second.birthday:
        raise CardError(f"{first.name} has two birthdays")
    notes = dict.fromkeys(note for note in (first.note, second.note) if note)
    return replace(
        first,
        org=first.org or second.org,
        phones=_both(first.phones, second.phones),
        emails=_both(first.emails, second.emails),
        birthday=first.birthday or second.birthday,
        note="\n".join(notes),
        categories=_both(first.categories, second.categories),
    )


def same_person(first, second):
    """Whether two contacts have the same name, or an e-mail address in common, whatever the case of the letters."""
    if first.name.casefold() == second.name.casefold():
        return True
    emails = {email.casefold() for email in first.emails}
    return any(email.casefold() in emails for email in second.emails)


def merge_duplicates(contacts):
    """The contacts with one for each person, where the first one of each person was."""
    result = []
    for contact in contacts:
        for place, other in enumerate(result):
            if same_person(other, contact):
                result[place] = merge(other, contact)
                break
        else:
            result.append(contact)
    return result


def _both(first, second):
    return tuple(dict.fromkeys(first + second))
