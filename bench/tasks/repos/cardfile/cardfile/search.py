"""Finds contacts."""


def lookup(book, text):
    """The contacts that have all words of the text in their name, organisation or e-mail addresses, by name."""
    words = text.casefold().split()
    return [contact for contact in book if all(word in _searched(contact) for word in words)]


def in_category(book, category):
    """The contacts of a category, by name."""
    return [contact for contact in book if category in contact.categories]


def _searched(contact):
    return "\n".join((contact.name, contact.org, *contact.emails)).casefold()
