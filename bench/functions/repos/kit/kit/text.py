"""Small helpers for text."""

VOWELS = "aeiou"


def shout(text):
    """The text in capitals, with an exclamation mark."""
    return text.upper() + "!"


def initials(name):
    """The first letters of the words of a name."""
    return "".join(word[0].upper() for word in name.split())
