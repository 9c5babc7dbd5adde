"""Titles and summaries."""

SMALL_WORDS = {"a", "an", "and", "for", "in", "of", "on", "or", "the", "to"}


def title_case(text):
    """Capitalise each word, but small words only at the beginning and the end."""
    words = text.lower().split()
    last = len(words) - 1
    return " ".join(
        word if word in SMALL_WORDS and 0 < position < last else word[:1].upper() + word[1:]
        for position, word in enumerate(words)
    )


def truncate(text, limit, ending="..."):
    """Shorten a text to at most `limit` characters, the ending included, without cutting a word."""
    if limit < len(ending):
        raise ValueError(f"limit {limit} is shorter than the ending {ending!r}")
    if len(text) <= limit:
        return text
    room = limit - len(ending)
    cut = text[: room + 1].rsplit(" ", 1)[0] if " " in text[: room + 1] else text[:room]
    return cut.rstrip() + ending


def initials(name):
    """The first letters of a name's parts: "Ada King Lovelace" is "AKL"."""
    return "".join(part[0].upper() for part in name.replace("-", " ").split())


def wrap(text, width):
    """Break a text into lines of at most `width` characters; longer words get a line of their own."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if len(longer) <= width or not line:
            line = longer
        else:
            lines.append(line)
            line = word
    return lines + [line] if line else lines
