import csv
import re
from collections import Counter
from pathlib import Path

from lettermill.address import address_block, salutation
from lettermill.template import fill


def read_people(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def base_name(person):
    words = re.findall(r"\w+", f"{person.get('last', '')} {person.get('first', '')}".lower())
    return "-".join(words) or "letter"


def write_letters(template, people, folder, home="Ireland"):
    """Write a letter for each of the people; returns the paths in their order."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    seen = Counter()
    paths = []
    for person in people:
        values = {**person, "address": address_block(person, home), "salutation": salutation(person)}
        name = base_name(person)
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name}-{seen[name]}"
        path = folder / f"{name}.txt"
        path.write_text(fill(template, values), encoding="utf-8")
        paths.append(path)
    return paths
