"""A small markup language for the posts."""

import html
import re

_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"\*(.+?)\*")
_HEADING = re.compile(r"(#{1,3}) +(.+)")


def inline(text):
    """One piece of text, with links, code, bold and italic. What looks like HTML is shown as it is."""
    pieces = _CODE.split(html.escape(text, quote=False))
    for place, piece in enumerate(pieces):
        pieces[place] = f"<code>{piece}</code>" if place % 2 else _decorate(piece)
    return "".join(pieces)


def _decorate(text):
    text = _LINK.sub(r'<a href="\2">\1</a>', text)
    text = _BOLD.sub(r"<strong>\1</strong>", text)
    return _ITALIC.sub(r"<em>\1</em>", text)


def to_html(text):
    """The HTML of a whole post: headings, lists and paragraphs, with empty lines between them."""
    return "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block)


def _block(block):
    lines = block.splitlines()
    heading = _HEADING.fullmatch(lines[0])
    if heading and len(lines) == 1:
        level = len(heading[1])
        return f"<h{level}>{inline(heading[2])}</h{level}>"
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{inline(line[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{inline(' '.join(line.strip() for line in lines))}</p>"


def link_targets(text):
    """Where the links of a post lead to, in their order."""
    return [target for _, target in _LINK.findall(text)]
