"""The persons of a tree."""

from dataclasses import dataclass

from kintree.days import Day, years_between


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    born: Day | None = None
    died: Day | None = None
    father: str | None = None
    mother: str | None = None

    @property
    def parents(self):
        """The ids of the parents that are known."""
        return [parent for parent in (self.father, self.mother) if parent is not None]

    @property
    def age(self):
        """How old somebody became, or None if that is not known."""
        if self.born is None or self.died is None:
            return None
        return years_between(self.born, self.died)

    def __str__(self):
        """`Jens Holm (17 Apr 1884 - 1962)`, with a question mark for what is not known."""
        if self.born is None and self.died is None:
            return self.name
        return f"{self.name} ({self.born or '?'} - {self.died or '?'})"


def by_birth(persons):
    """Sorted by birth and then by name, those without a day at the end."""
    dated = [person for person in persons if person.born is not None]
    others = [person for person in persons if person.born is None]
    return [
        *sorted(dated, key=lambda person: (person.born.key, person.name)),
        *sorted(others, key=lambda person: person.name),
    ]
