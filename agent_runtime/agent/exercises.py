"""Small repairs and questions that a probe asks of a model. Own work; none is a task of a benchmark."""

from __future__ import annotations

from dataclasses import dataclass

QUESTIONS = (
    "Which Python files are in the folder src?",
    "How many lines has setup.cfg?",
    "Where is the function parse_date used?",
    "What does the class Ledger in ledger.py do?",
    "Run the tests and tell how many fail.",
    "Add a docstring to the function total() in shop.py",
)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One wrong function in a small file, and what tells whether it was repaired."""

    path: str
    function: str
    task: str
    failure: str
    source: str
    check: str


EXERCISES = (
    Exercise(
        "ranges.py", "overlap", "overlap() counts ranges that only touch as overlapping. Fix it.",
        "E   assert overlap((1, 3), (3, 5)) is False\nE   assert True is False",
        '"""Ranges of numbers, the end left out."""\n\n\ndef length(span):\n    return max(0, span[1] - span[0])\n\n\n'
        "def overlap(a, b):\n    return a[0] <= b[1] and b[0] <= a[1]\n\n\n"
        "def shift(span, by):\n    return (span[0] + by, span[1] + by)\n",
        "assert not overlap((1, 3), (3, 5)) and overlap((1, 4), (3, 5)) and not overlap((5, 6), (1, 5))\n"
        "assert length((2, 5)) == 3 and shift((1, 2), 3) == (4, 5)",
    ),
    Exercise(
        "names.py", "initials", "initials() fails when a name has two spaces in a row. Fix it.",
        "E   IndexError: string index out of range\nnames.py:9: in initials",
        '"""Names of people."""\n\n\ndef tidy(name):\n    return name.strip().title()\n\n\n'
        'def initials(name):\n    return "".join(part[0].upper() for part in name.split(" "))\n\n\n'
        'def surname(name):\n    return name.split()[-1]\n',
        'assert initials("ada  king lovelace") == "AKL" and initials(" alan turing ") == "AT" and initials("") == ""\n'
        'assert surname("a b") == "b" and tidy(" x ") == "X"',
    ),
    Exercise(
        "stats.py", "median", "median() is wrong for an even number of values: it must be the mean of the middle two.",
        "E   assert median([1, 2, 3, 4]) == 2.5\nE   assert 3 == 2.5",
        '"""Simple statistics."""\n\n\ndef mean(values):\n    return sum(values) / len(values)\n\n\n'
        "def median(values):\n    ordered = sorted(values)\n    return ordered[len(ordered) // 2]\n\n\n"
        "def spread(values):\n    return max(values) - min(values)\n",
        "assert median([1, 2, 3, 4]) == 2.5 and median([5, 1, 3]) == 3 and median([7]) == 7 and median([4, 2]) == 3\n"
        "assert mean([1, 3]) == 2 and spread([1, 5]) == 4",
    ),
    Exercise(
        "tally.py", "merge", "merge() loses counts: where both have a key, the counts must be added.",
        "E   assert merge({'a': 1}, {'a': 2}) == {'a': 3}\nE   assert {'a': 2} == {'a': 3}",
        '"""Counting things."""\n\n\ndef tally(items):\n    counts = {}\n    for item in items:\n'
        "        counts[item] = counts.get(item, 0) + 1\n    return counts\n\n\n"
        "def merge(one, other):\n    result = dict(one)\n    for key, count in other.items():\n"
        "        result[key] = count\n    return result\n\n\n"
        "def top(counts):\n    return max(counts, key=counts.get)\n",
        "one = {'a': 1}\nassert merge(one, {'a': 2, 'b': 1}) == {'a': 3, 'b': 1} and one == {'a': 1}\n"
        "assert merge({}, {}) == {}\n"
        "assert tally('aab') == {'a': 2, 'b': 1} and top({'x': 1, 'y': 2}) == 'y'",
    ),
    Exercise(
        "pages.py", "last_page", "last_page() gives one page too many when the items fill the last page. Fix it.",
        "E   assert last_page(20, 10) == 2\nE   assert 3 == 2",
        '"""Items on pages, counted from 1."""\n\n\ndef first_item(page, size):\n    return (page - 1) * size\n\n\n'
        "def last_page(count, size):\n    return count // size + 1\n\n\n"
        "def page_of(index, size):\n    return index // size + 1\n",
        "assert last_page(20, 10) == 2 and last_page(21, 10) == 3 and last_page(9, 10) == 1 and last_page(1, 1) == 1\n"
        "assert first_item(2, 10) == 10 and page_of(10, 10) == 2",
    ),
    Exercise(
        "paths.py", "extension", "extension() is wrong for names without a dot: it must give an empty text.",
        "E   assert extension('Makefile') == ''\nE   AssertionError: assert 'Makefile' == ''",
        '"""Names of files."""\n\n\ndef folder(path):\n    return path.rpartition("/")[0]\n\n\n'
        'def extension(path):\n    return path.split(".")[-1]\n\n\n'
        'def plain(path):\n    return path.rpartition("/")[2]\n',
        "assert extension('Makefile') == '' and extension('a.py') == 'py' and extension('a.tar.gz') == 'gz'\n"
        "assert folder('a/b') == 'a' and plain('a/b') == 'b'",
    ),
)  # fmt: skip
