"""Reads the log, which is written by hand."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hivebook.hives import Hive, Inspection
from hivebook.honey import Harvest
from hivebook.mites import Wash


@dataclass
class Log:
    hives: dict[str, Hive] = field(default_factory=dict)
    washes: list[Wash] = field(default_factory=list)
    harvests: list[Harvest] = field(default_factory=list)


def read_log(path):
    return parse_log(Path(path).read_text(encoding="utf-8"))


def parse_log(text):
    reader = _Reader()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        try:
            reader.line(line)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return reader.log


class _Reader:
    def __init__(self):
        self.log = Log()
        self.hive = None
        self.by = ""

    def line(self, line):
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word == "hive":
            self._begin(rest)
        elif word == "by":
            self.by = rest
        elif self.hive is None:
            raise ValueError("an entry needs a hive above it")
        else:
            self._entry(date.fromisoformat(word), rest)

    def _begin(self, rest):
        name, *others = [part.strip() for part in rest.split(",")]
        if not name:
            raise ValueError("a hive needs a name")
        if name in self.log.hives:
            raise ValueError(f"{name} is there already")
        self.hive = Hive(name)
        self.by = ""
        for part in others:
            key, _, value = part.partition(" ")
            if key != "queen":
                raise ValueError(f"what is {part}?")
            self.hive.queen_year = int(value)
        self.log.hives[name] = self.hive

    def _entry(self, day, rest):
        kind, _, value = rest.partition(" ")
        if kind == "mites":
            mites, _, bees = value.partition(" of ")
            self.log.washes.append(Wash(self.hive.name, day, int(mites), int(bees or 300), self.by))
        elif kind == "honey":
            self.log.harvests.append(Harvest(self.hive.name, day, float(value)))
        else:
            self.hive.inspect(_inspection(day, rest, self.by))


def _inspection(day, text, by):
    text, _, note = text.partition("note ")
    found = {}
    for part in text.split(","):
        key, _, value = part.strip().partition(" ")
        if key == "brood":
            found["brood"] = int(value)
        elif key in ("queen", "eggs"):
            found[key] = True
        elif key:
            raise ValueError(f"what is {part.strip()}?")
    return Inspection(day, note=note.strip(), by=by, **found)
