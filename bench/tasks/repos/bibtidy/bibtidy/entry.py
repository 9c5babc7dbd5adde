"""One entry of a bibliography."""

from dataclasses import dataclass, field


@dataclass
class Entry:
    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)

    def get(self, name, default=""):
        return self.fields.get(name, default)
