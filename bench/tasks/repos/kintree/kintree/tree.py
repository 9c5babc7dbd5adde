"""Who is related to whom."""

import csv
from pathlib import Path

from kintree.days import parse_day
from kintree.persons import Person, by_birth


class Tree:
    def __init__(self, persons=()):
        self.persons = {}
        for person in persons:
            self.add(person)

    def add(self, person):
        """Add a person; the parents have to be there already."""
        if person.id in self.persons:
            raise ValueError(f"{person.id} is there twice")
        for parent in person.parents:
            if parent not in self.persons:
                raise ValueError(f"{person.name}: no parent {parent}")
        self.persons[person.id] = person

    def find(self, name):
        """The person of that name; of several, the one who was added first."""
        for person in self.persons.values():
            if person.name.lower() == name.strip().lower():
                return person
        raise LookupError(f"nobody is called {name!r}")

    def parents(self, person):
        """The father and the mother, as far as they are known."""
        return [self.persons[parent] for parent in person.parents]

    def children(self, person):
        return by_birth([other for other in self.persons.values() if person.id in other.parents])

    def siblings(self, person):
        """Everybody else with the same father or the same mother."""
        return by_birth(
            [
                other
                for other in self.persons.values()
                if other.id != person.id and set(other.parents) & set(person.parents)
            ]
        )

    def forebears(self, person, generations=None):
        """The parents, their parents and so on, for so many generations or as far as they are known."""
        return self._walk(person, self.parents, generations)

    def descendants(self, person, generations=None):
        """The children, their children and so on."""
        return self._walk(person, self.children, generations)

    def _walk(self, person, step, generations):
        if generations is not None and generations < 1:
            raise ValueError(f"not a number of generations: {generations}")
        found = {}
        level = [person]
        while level and generations != 0:
            level = [other for one in level for other in step(one)]
            found.update({other.id: other for other in level})
            if generations is not None:
                generations -= 1
        return by_birth(found.values())


def load_tree(path):
    """Read a tree from a CSV file, in which parents stand before their children."""
    tree = Tree()
    with Path(path).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            born, died = parse_day(row["born"]), parse_day(row["died"])
            tree.add(Person(row["id"], row["name"], born, died, row["father"] or None, row["mother"] or None))
    return tree
