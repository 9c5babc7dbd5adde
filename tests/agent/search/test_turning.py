"""One thing in a function turned, without a model."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from agent_runtime.agent.search.moving import elsewhere
from agent_runtime.agent.search.turning import turns
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import search, verdicts


def turned(line: str) -> set[str]:
    """What becomes of a line of a function."""
    text = f"# ä\ndef f():  # as it was\n    {line}\n\n\ndef g():\n    return 1 < 2\n"
    found = turns(text, "f", 99)
    for each in found:
        changed = [row for row in difflib.ndiff(text.split("\n"), each.split("\n")) if row[:2] == "+ "]
        assert len(changed) == 1
    return {each.split("\n")[2].strip() for each in found}


RANGES = ("0, len(a), len(x)", "1, len(a), x", "-1, len(a), x", "0, len(a) + 1, x", "0, len(a) - 1, x")


@pytest.mark.parametrize(
    ("line", "versions"),
    [
        ("return a < b", {"return a <= b", "return a > b"}),
        ("return (a)  not  in  (b)", {"return (a)  in  (b)"}),
        ("return a is not b", {"return a is b"}),
        ("return 'ä' == a and b", {f"return {each}" for each in ("'ä' != a and b", "'ä' == a or b", "'ä' == a", "b")}),
        ("return a + b + x", {f"return {each}" for each in ("a - b + x", "a + b - x", "a + b", "a + x", "b + x", "x")}),
        ("return a[x - 1]", {"return a[x + 1]", "return a[x]", "return a[x - 2]"}),
        ("return a - b", {"return a + b", "return b - a", "return a"}),
        ("return -a", {"return a"}),
        ("yield a, DAY", {"yield a, -DAY", "yield DAY, a"}),
        ("return max(a, b)", {"return min(a, b)"}),
        ("return date.max", {"return date.min"}),
        ('return float("-inf")', {'return float("inf")', 'return "-inf"'}),
        ("return a.startswith(b)", {"return a.endswith(b)"}),
        ("return sorted(a, reverse=True)", {"return sorted(a, reverse=False)"}),
        ("return a if x else b", {"return a if not (x) else b", "return a if x is not None else b"}),
        ("return a if not x else b", {"return a if x else b", "return a if x is None else b"}),
        ("return a if x is None else b", {"return a if x is not None else b", "return a if not x else b"}),
        ("return [a for a in b if x]", {"return [a for a in b if x is not None]"}),
        (
            "return a.b or x",
            {f"return {each}" for each in ("a.b and x", "a.b", "x", "a.b if a.b is not None else x")},
        ),
        ("return a[:b]", {"return a[:b + 1]", "return a[:b - 1]"}),
        ("return range(0, len(a), x)", {f"return range({args})" for args in RANGES}),
        (
            "return sorted(a, key=lambda c: (-c.d, c.e))",
            {
                "return sorted(a, key=lambda c: (c.d, c.e))",
                "return sorted(a, key=lambda c: (c.e, -c.d))",
                "return sorted(a, key=lambda c: (-c.d, c.e), reverse=True)",
            },
        ),
        ("a.add(b.c, b[x])", {"a.add(b[x], b.c)", "return a.add(b.c, b[x])"}),
        ("a.n += b", {"a.n -= b"}),
        ("return round(a.b)", {"return a.b"}),
        ("return a.strip()", {"return a"}),
        ("return a * (b + x)", {f"return {each}" for each in ("a / (b + x)", "a * (b - x)", "a * (b)", "a * (x)")}),
        (
            "return f(h(a.b), x.b, a['c'])",
            {"return f(h(a.b), h(x.b), a['c'])", "return f(h(a.b), x.b, h(a['c']))", "return f(h(a.b), a['c'], x.b)"},
        ),
        (
            "return h(a), a - b",
            {
                "return h(a), h(a - b)",
                "return h(a), a",
                "return h(a), b - a",
                "return h(a), a + b",
                "return h(a), h(a) - b",
                "return h(a), a - h(b)",
            },
        ),
        (
            "return dict(b=a['b'], c=a['b'], d=b.c)",
            {
                "return dict(b=a['b'], c=a['c'], d=b.c)",
                "return dict(b=a['b'], c=a['b'], d=b.d)",
                "return dict(b=a['b'], c=a['b'], d=d.c)",
            },
        ),
        ("return {'b': b, 'c': -b}", {"return {'b': b, 'c': b}", "return {'b': b, 'c': -c}"}),
        ("a.sort()", {"a.sort(reverse=True)", "return a.sort()"}),
        (
            "return a.lstrip('0') + b",
            {
                "return a + b",
                "return a.rstrip('0') + b",
                "return a.lstrip('0') - b",
                "return a.lstrip('0')",
                "return b",
            },
        ),
        ("return a.replace('x', 'y')", {"return a"}),
        ("return groupby(a, key=b)", {"return groupby(sorted(a, key=b), key=b)"}),
        ("return groupby(a, b)", {"return groupby(sorted(a, key=b), b)", "return groupby(b, a)"}),
        ("return groupby(sorted(a))", {"return groupby(sorted(a, reverse=True))", "return groupby(a)"}),
        (
            "return a.split('and', 1)",
            {
                "return a.split(' and ', 1)",
                "return a.rsplit('and', 1)",
                "return a.split('and', 2)",
                "return a.split('and', 0)",
            },
        ),
        ("return a.split(', ')", {"return a.rsplit(', ')"}),
        ("return f'{a < b} {1}'", set()),
        ("return 'as'", set()),
    ],
)
def test_what_is_turned(line: str, versions: set[str]) -> None:
    assert turned(line) == versions


LOOP = """\
def f(names):
    for name in names:
        if name:
            found = name  # a name
        return None
"""
LATE = """\
def f(self, one):
    if one in self.a:
        self.a.remove(one)
    elif one in self.b:
        self.b.remove(one)
    else:
        raise ValueError

    # the next
    self.a.append(self.b.pop())
"""


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        (LOOP, [LOOP.replace("        return", "    return")]),
        (
            LATE,
            [
                LATE.replace("    self.a.append(self.b.pop())\n", "").replace(
                    f"self.{name}.remove(one)\n", f"self.{name}.remove(one)\n        self.a.append(self.b.pop())\n"
                )
                for name in "ab"
            ],
        ),
        (
            "def f(a):\n    b = a.x\n    a.grow(2)\n    return b\n",
            ["def f(a):\n    a.grow(2)\n    b = a.x\n    return b\n"],
        ),
        (
            "def f(a):\n    with a:\n        b()\n\n        # as it is\n        c(\n    1)\n",  # less than the block
            ["def f(a):\n    with a:\n        b()\n\n        # as it is\n    c(\n    1)\n"],
        ),
        ("def f(a):\n    if a: b()\n    c()\n", []),  # not on lines of their own
        ('def f(a):\n    for b in a:\n        c()\n        d("""\n        """)\n', []),  # a text of several lines
        ("def f(a):\n    for b in a:\n        c()\n        d()", []),  # no end of line
        ("def f(a):\n    for b in a:\n        c()\n        break\n", []),
        (
            "def f(a):\n    b = []\n    for c in a:\n        for d in c:\n            b.append(d)\n",
            ["def f(a):\n    for c in a:\n        b = []\n        for d in c:\n            b.append(d)\n"],
        ),
        (
            "def f(a):\n    for c in a:\n        n = 0\n        n += c\n    return n\n",
            [
                "def f(a):\n    n = 0\n    for c in a:\n        n += c\n    return n\n",
                "def f(a):\n    for c in a:\n        n = 0\n    n += c\n    return n\n",
                "def f(a):\n    for c in a:\n        n += c\n        n = 0\n    return n\n",
            ],
        ),
        ("def f(a):\n\tif a:\n\t\tb()\n\t\tc()\n", ["def f(a):\n\tif a:\n\t\tb()\n\tc()\n"]),
        ("def f(a):\n\tif a:\n\t\tb()\n\tc()\n", ["def f(a):\n\tif a:\n\t\tb()\n\t\tc()\n"]),
    ],
)
def test_a_statement_is_moved(text: str, moved: list[str]) -> None:
    found = turns(text, "f", 99)
    for version in moved:
        assert version in found
    lines = sorted(line.strip() for line in text.split("\n"))
    assert [each for each in found if sorted(line.strip() for line in each.split("\n")) == lines] == moved


SUM = """\
def f(a, b):
    n = 0
    for c in a:
        n{}c
    n = b
"""


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (SUM.format(" = "), SUM.format(" += ")),
        (SUM.format(" += "), SUM.format(" = ")),
        (SUM.format(" += "), SUM.format(" -= ")),
        (SUM.format(" += "), SUM.format(" += ") + "    return n\n"),
        (SUM.format(" += "), SUM.format(" += ").replace("in a", "in b")),
        (
            "def f(a):\n    a.b = None\n    return a.b\n",
            "def f(a):\n    before = a.b\n    a.b = None\n    return before\n",
        ),
        (
            "def f(a):\n    n = {b.c: b.d for b in a if b}\n    return n\n",
            "def f(a):\n    n = {}\n    for b in a:\n        if b:\n            n[b.c] = n.get(b.c, 0) + b.d\n"
            "    return n\n",
        ),
        (
            "def f(a):\n    return {b: 1 for b in a}\n",
            "def f(a):\n    found = {}\n    for b in a:\n        found[b] = found.get(b, 0) + 1\n    return found\n",
        ),
        (
            "def f(a, n):\n    for b in a:\n        n[b.c] = [b]\n",
            "def f(a, n):\n    for b in a:\n        n.setdefault(b.c, []).append(b)\n",
        ),
        (
            "def f(a, b):\n    x = a or b\n    return x if x else a\n",
            "def f(a, b):\n    x = a if a is not None else b\n    return x if x is not None else a\n",
        ),
        (
            "def f(a):\n    b, c, d = a[0].partition('=')\n    return d\n",
            "def f(a):\n    b, c, d = a[0].rpartition('=')\n    if not c:\n        b, d = d, \"\"\n    return d\n",
        ),
        (
            "def f(a):\n    b, _, d = a.rpartition('=')\n    return d\n",
            "def f(a):\n    b, mark, d = a.partition('=')\n    if not mark:\n        b, d = \"\", b\n    return d\n",
        ),
        ("def f(a, b, c):\n    return a + b / c\n", "def f(a, b, c):\n    return (a + b) / c\n"),
        ("def f(a, b, c):\n    return (a + b) * c\n", "def f(a, b, c):\n    return a + b * c\n"),
        ("def f(a, b, c):\n    return a - b - c\n", "def f(a, b, c):\n    return a - (b - c)\n"),
        ("def f(a, b, c):\n    return a * b - c\n", "def f(a, b, c):\n    return a * (b - c)\n"),
        ("def f(a, b, c):\n    return a or b and c\n", "def f(a, b, c):\n    return (a or b) and c\n"),
        ("def f(a, b, c):\n    return a and b or c\n", "def f(a, b, c):\n    return a and (b or c)\n"),
        ("def f(a, b, c):\n    return not a or b\n", "def f(a, b, c):\n    return not (a or b)\n"),
    ],
)
def test_sums_results_and_brackets(text: str, version: str) -> None:
    assert version in turns(text, "f", 99)


LATE = """def late(targets):
    done = []
    for target in targets:
        if any(need in done for need in target.needs):
            done.append(target)
    return done


def shown(target):
    print(target.name)
    target.close()
"""


def test_what_is_looked_for_among_objects_is_looked_for_among_an_attribute() -> None:
    found = [each for each in turns(LATE, "late", 99) if "[each." in each]
    assert [each.split("\n")[3].strip() for each in found] == [
        "if any(need in [each.name for each in done] for need in target.needs):",
        "if any(need in [each.needs for each in done] for need in target.needs):",
    ]
    names = LATE.replace("append(target)", "append(target.name)")
    assert not any("[each." in each for each in turns(names, "late", 99))


def test_only_some_lines_are_turned() -> None:
    text = "def f(a):\n    a += 1\n    return a + 2\n"
    assert {each.split("\n")[1] for each in turns(text, "f", 99, {3})} == {"    a += 1"}
    assert {each.split("\n")[2] for each in turns(text, "f", 99, {2})} == {"    return a + 2"}


def test_the_likeliest_slips_come_first() -> None:
    text = "def f(a):\n    if max(a, 3) < 3:\n        return True\n"
    assert turns(text, "f", 1) == [text.replace("<", "<=")]
    assert turns(text, "nothing", 1) == []
    numbers = turns("def f(a):\n    b = [10, 20, 30, 40, 50]\n    return max(g(a, b))\n", "f", 8)
    assert [each.count("max") for each in numbers] == [1] * 6 + [0, 1]
    assert "max(g(b, a))" in numbers[7]
    assert turns("def f(:", "f", 1) == []


def test_a_slip_that_the_model_does_not_see_is_turned(make_session: MakeSession, repo: Path) -> None:
    source = "def first(names, n):\n    # to n\n    return [name for name in names if name < n]\n"
    (repo / "first.py").write_text(source)
    (repo / "test_first.py").write_text(
        "from first import first\n\n\ndef test_first():\n    assert first('abcd', 'b') == ['a', 'b']\n"
        "    assert first('d', 'd') == ['d']\n"
    )
    same = f"```python\n{source}```"
    session = search(make_session, *[same] * 20, code('final_answer("no")'))
    result = session.run("first gives one too few. Fix it.")
    assert result.outcome is Outcome.VERIFIED, verdicts(session)
    assert (repo / "first.py").read_text() == source.replace("<", "<=")


def test_what_the_model_wrote_is_turned_too(make_session: MakeSession, repo: Path) -> None:
    source = "class Book:\n    lent = None\n\n    def back(self):\n        return self.lent\n"
    (repo / "books.py").write_text(source)
    lines = "    book = Book()\n    book.lent = 'Ana'\n    assert book.back() == 'Ana'\n    assert book.lent is None\n"
    (repo / "test_books.py").write_text(f"from books import Book\n\n\ndef test_back():\n{lines}")
    almost = "    def back(self):\n        self.lent = None\n        return self.lent\n"
    session = search(make_session, *[f"```python\n{almost}```"] * 20, code('final_answer("no")'))
    result = session.run("A book that is back still counts as lent. Fix it.")
    assert result.outcome is not Outcome.FAILED, verdicts(session)
    kept = "before = self.lent\n        self.lent = None\n        return before"
    assert (repo / "books.py").read_text() == source.replace("return self.lent", kept)


def test_what_tests_run_in_another_process_is_turned_too(make_session: MakeSession, repo: Path) -> None:
    source = "import sys\n\n\ndef few(n):\n    return n < 3\n\n\ndef many(n):\n    return n > 3\n"
    (repo / "few.py").write_text(source + "\n\nprint(few(int(sys.argv[1])))\n")
    run = "subprocess.run([sys.executable, 'few.py', n], capture_output=True, text=True).stdout.strip()"
    few = f"    assert [{run} for n in '234'] == ['True', 'True', 'False']\n"
    (repo / "test_few.py").write_text(f"import subprocess\nimport sys\n\n\ndef test_few():\n{few}")
    same = f"```python\n{source}```"
    session = search(make_session, *[same] * 20, code('final_answer("no")'))
    result = session.run("few is wrong. Fix it.")
    assert result.outcome is Outcome.CLAIMED, verdicts(session)  # n < 4 passes too
    assert "return n <= 3" in (repo / "few.py").read_text()


def test_where_several_turns_pass_the_run_is_claimed(make_session: MakeSession, repo: Path) -> None:
    (repo / "last.py").write_text("def last(n):\n    return n < 3\n")
    (repo / "test_last.py").write_text("from last import last\n\n\ndef test_last():\n    assert last(3)\n")
    session = search(make_session, *["```python\ndef last(n):\n    return n < 3\n```"] * 20)
    result = session.run("last is wrong. Fix it.")
    assert result.outcome is Outcome.CLAIMED
    assert "but it passes with `return n < 4` too: see which is meant" in result.verification


PARK = """\
def leave(inside, car):
    ticket = inside[car]
    if ticket == 0:
        return 0

    price = ticket * 2
    return price
"""


@pytest.mark.parametrize(
    ("old", "new", "others"),
    [
        (
            "    price = ticket",
            "    del inside[car]\n    price = ticket",
            ["    if ticket", "    del inside[car]\n    if ticket"],
        ),
        (
            "    return price",
            "    del inside[car]\n    return price",
            ["    if ticket", "    del inside[car]\n    if ticket"],
        ),
        ("    if ticket", "    del inside[car]\n    if ticket", ["return 0\n", "return 0\n    del inside[car]\n"]),
        ("    return price", "    price += 1\n    return price", []),  # nothing but a variable
        ("    price = ticket * 2", "    inside[0] = ticket", []),  # in the place of another one
        (
            "    return price",
            "    inside[0] += 1\n    return price",
            ["    if ticket", "    inside[0] += 1\n    if ticket"],
        ),
        ("return price", "return price + 1", []),
        ("return 0", "raise ValueError", []),
    ],
)
def test_a_new_statement_on_the_other_side_of_an_early_return(old: str, new: str, others: list[str]) -> None:
    changed = PARK.replace(old, new)
    expected = []
    if others:
        inserted = next(line for line in changed.split("\n") if line not in PARK.split("\n"))
        bare = changed.replace(inserted + "\n", "")
        expected = [bare.replace(others[0], others[1], 1)]
    assert elsewhere(PARK, changed, 9) == expected
    assert elsewhere(PARK, PARK, 9) == elsewhere("", PARK, 9) == elsewhere(PARK, "def f(:", 9) == []


VISITS = """\
class Visit:
    client: str

    def __init__(self, times):
        self.times = times

    @property
    def start(self):
        return self.times[0]

    @property
    def end(self):
        return self.times[-1]

    def last(self):
        return other.pages, self.end


def gap(visit, time):
    return time.minute - visit.start
"""


def test_one_attribute_for_another_of_its_class() -> None:
    names = ["client", "times", "start", "end"]
    assert set(turns(VISITS, "gap", 9)) >= {
        VISITS.replace("visit.start", f"visit.{name}") for name in names if name != "start"
    }
    assert set(turns(VISITS, "Visit.last", 9)) == {
        *(VISITS.replace("return other.pages, self.end", f"return other.pages, self.{name}") for name in names[:3]),
        VISITS.replace("other.pages, self.end", "self.end, other.pages"),
    }


@pytest.mark.parametrize("strict", [False, True])
def test_where_a_new_statement_may_stand_elsewhere_the_run_is_claimed(
    make_session: MakeSession, repo: Path, strict: bool
) -> None:
    (repo / "park.py").write_text(PARK)
    test = (
        "from park import leave\n\n\ndef test_leave():\n    inside = {1: 2, 5: 0}\n    assert leave(inside, 1) == 4\n"
    )
    more = (
        "    assert leave(inside, 5) == 0\n    assert inside == {5: 0}\n"
        "    inside[9] = 3\n    assert leave(inside, 9) == 6\n    assert 9 not in inside\n"
    )
    (repo / "test_park.py").write_text(test + (more if strict else "    assert 1 not in inside\n"))
    better = PARK.replace("    price", "    del inside[car]\n    price")
    session = search(make_session, *[f"```python\n{better}```"] * 20)
    result = session.run("A car that has left stays inside. Fix it.")
    assert (repo / "park.py").read_text() == better, verdicts(session)
    assert result.outcome is (Outcome.VERIFIED if strict else Outcome.CLAIMED), result.verification


@pytest.mark.parametrize(("given", "made"), [("", ""), ("key=b", ", key=b")])
def test_what_is_handed_over_is_not_sorted_itself(given: str, made: str) -> None:
    text = f"def f(a, b):\n    a.sort({given})\n    c = []\n    c.sort({given})\n    return a\n"
    found = turns(text, "f", 99)
    assert text.replace(f"a.sort({given})", f"a = sorted(a{made})") in found
    assert not any("c = sorted(c" in each for each in found)


SHARING = '''\
NAMES = ["a"]
LIMIT = 3


class Rules:
    def __init__(self, more=[], *, seen={}):
        """Rules."""
        self.names = NAMES
        self.limit = LIMIT
        self.more = more
        self.found = []
        self.shown = []

    def all(self):
        self.found.append(1)
        return self.found

    def quiet(self):
        return self.shown
'''


def changed(text: str, label: str) -> list[str]:
    """The lines that are new in each version."""
    versions = [difflib.ndiff(text.split("\n"), each.split("\n")) for each in turns(text, label, 99)]
    return ["|".join(row[2:].strip() for row in rows if row[:2] == "+ ") for rows in versions]


def test_what_is_shared_gets_a_copy() -> None:
    found = changed(SHARING, "Rules.__init__")
    assert "self.names = list(NAMES)" in found
    assert "def __init__(self, more=None, *, seen={}):|if more is None:|more = []" in found
    assert "def __init__(self, more=[], *, seen=None):|if seen is None:|seen = {}" in found
    assert not [each for each in found if "(LIMIT)" in each]
    assert "return list(self.found)" in changed(SHARING, "Rules.all")
    assert "return list(self.shown)" not in changed(SHARING, "Rules.quiet")


def test_two_values_are_compared_by_another_attribute() -> None:
    text = (
        "def changed(old, new):\n    return [path for path in new if old[path].size != new[path].size]\n\n\n"
        "def moved(old, new):\n    return {old[path].digest: old[path].name() for path in old}\n"
    )
    found = changed(text, "changed")
    assert "return [path for path in new if old[path].digest != new[path].digest]" in found
    assert not [each for each in found if ".name !=" in each]


def test_a_name_that_nothing_reads_is_what_was_meant() -> None:
    text = (
        "def usage(points, day):\n    for first, last in pairs(points):\n        if day <= last:\n"
        "            return (day - points[0]) / (last - points[0])\n"
    )
    assert "return (day - first) / (last - first)" in changed(text, "usage")
    every = changed(text.replace("day <= last", "first <= day <= last"), "usage")
    assert "return (day - first) / (last - first)" not in every
    parameter = "def pay(price, vat):\n    return price * VAT\n"
    assert "return price * vat" in changed(parameter, "pay")
