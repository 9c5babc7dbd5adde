"""Prints entries for people."""

from bibtidy.names import parse_names, short_names


def cite(entry):
    """An entry in one line, such as `Moss, A. (2011). Roses. Greenhouse Press.`"""
    names = short_names(parse_names(entry.get("author"))) or "Anonymous"
    parts = [f"{names} ({entry.get('year') or 'n.d.'})", _plain(entry.get("title"))]
    parts.append(_plain(entry.get("journal") or entry.get("publisher")))
    if entry.get("pages"):
        parts.append(_pages(entry.get("pages")))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _plain(text):
    return text.replace("{", "").replace("}", "").replace("\\&", "&")


def _pages(text):
    """`p. 5` for one page, `pp. 12-19` for more."""
    return f"pp. {text.replace('--', '-')}" if "-" in text else f"p. {text}"
