"""INI-like text to nested dictionaries of texts."""

from confstack.errors import ParseError

COMMENTS = ("#", ";")


def parse(text, source="<text>"):
    """`{section: {key: value}}`, all texts.

    Raises:
        ParseError: a line is neither a section, a key, nor a continuation, or a key is given twice.
    """
    sections = {}
    section, key = None, None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith(COMMENTS):
            continue
        if raw[0].isspace() and key is not None:
            sections[section][key] += "\n" + line
        elif line.startswith("["):
            section, key = _section(line, source, number), None
            sections.setdefault(section, {})
        else:
            if section is None:
                raise ParseError("a key before the first section", source, number)
            key, value = _pair(line, source, number)
            if key in sections[section]:
                raise ParseError(f"{key!r} is given twice in [{section}]", source, number)
            sections[section][key] = value
    return sections


def _section(line, source, number):
    name = line[1:-1].strip()
    if not line.endswith("]") or not name:
        raise ParseError(f"{line!r} is no section", source, number)
    return name.lower()


def _pair(line, source, number):
    key, separator, value = line.partition("=")
    if not separator or not key.strip():
        raise ParseError(f"{line!r} is no `key = value`", source, number)
    return key.strip().lower(), value.strip()
