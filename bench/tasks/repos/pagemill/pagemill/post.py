"""A post and its file."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pagemill.header import HeaderError, split_header
from pagemill.reading import reading_minutes


@dataclass(frozen=True)
class Post:
    """`name` is the name of the file without its ending."""

    name: str
    title: str
    date: date
    text: str
    tags: list = field(default_factory=list)
    draft: bool = False

    @property
    def page(self):
        return f"{self.name}.html"

    @property
    def minutes(self):
        return reading_minutes(self.text)


def read_post(path):
    """The post in a file. Raises HeaderError, also when the title or the date is missing."""
    path = Path(path)
    header, text = split_header(path.read_text(encoding="utf-8"))
    for key in ("title", "date"):
        if key not in header:
            raise HeaderError(f"{path.name}: no {key}")
    return Post(
        name=path.stem,
        title=header["title"],
        date=header["date"],
        text=text,
        tags=header.get("tags", []),
        draft=header.get("draft", False),
    )
