# ruff: noqa: E501 - the diffs read best on one line
"""Damaged diffs as small models write them: the damage, the diff, and what must come of it.

Each case names the result the writer meant: (file, old text, new text), replaced once at the place that `old`
marks; or `None` when the diff does not say enough and must be refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.tools.corpus.files import FILES, NO_END


@dataclass(frozen=True)
class Case:
    """One damaged diff."""

    name: str
    diff: str
    meant: tuple[str, str, str] | None
    """File, unique old text, new text."""
    words: str = ""
    """For a refusal: what the message must have."""

    @property
    def result(self) -> dict[str, str] | None:
        if self.meant is None:
            return None
        path, old, new = self.meant
        assert FILES[path].count(old) == 1, self.name
        return {**FILES, path: FILES[path].replace(old, new)}


HEAD = "--- a/calc.py\n+++ b/calc.py\n"
AREA_OLD = "    return math.pi * radius * radius\n"
AREA_NEW = "    return math.pi * radius**2\n"
AREA = ("calc.py", AREA_OLD, AREA_NEW)
AREA_BODY = (
    ' def area(radius):\n     if radius < 0:\n         raise ValueError("negative radius")\n-'
    + AREA_OLD
    + "+"
    + AREA_NEW
    + " \n \n def mean(values):\n"
)
MEAN = (
    "calc.py",
    "def mean(values):\n    total = 0\n",
    'def mean(values):\n    if not values:\n        raise ValueError("empty")\n    total = 0\n',
)
MEAN_BODY = ' def mean(values):\n+    if not values:\n+        raise ValueError("empty")\n     total = 0\n     for value in values:\n'
DIVIDE = (
    "calc.py",
    "        self.total = self.total / value\n",
    '        if value == 0:\n            raise ZeroDivisionError("by zero")\n        self.total = self.total / value\n',
)
DIVIDE_BODY = (
    ' def divide(self, value):\n     """Divide by a value."""\n+    if value == 0:\n'
    '+        raise ZeroDivisionError("by zero")\n     self.total = self.total / value\n'
)
GREET = ("server.js", "  return `Hello ${name}`;\n", "  return `Hello, ${name}!`;\n")
GREET_BODY = "   }\n-  return `Hello ${name}`;\n+  return `Hello, ${name}!`;\n }\n"
JS = "--- a/server.js\n+++ b/server.js\n"
MAKE = "--- a/Makefile\n+++ b/Makefile\n"
CLEAN = ("Makefile", "\trm -f *.o\n", "\trm -f *.o *.d\n")


def fence(text: str, word: str = "diff") -> str:
    return f"```{word}\n{text}```\n"


CASES = [
    # -- framing: numbers and counts
    Case("true diff", HEAD + "@@ -32,7 +32,7 @@ class Calculator:\n" + AREA_BODY, AREA),
    Case("wrong line number", HEAD + "@@ -1,7 +1,7 @@\n" + AREA_BODY, AREA),
    Case("line number far beyond the end", HEAD + "@@ -900,7 +900,7 @@\n" + AREA_BODY, AREA),
    Case("counts too small", HEAD + "@@ -33,2 +33,2 @@\n" + AREA_BODY, AREA),
    Case("counts too large", HEAD + "@@ -33,9 +33,11 @@\n" + AREA_BODY, AREA),
    Case("zero counts", HEAD + "@@ -0,0 +0,0 @@\n" + AREA_BODY, AREA),
    Case("no counts", HEAD + "@@ -33 +33 @@\n" + AREA_BODY, AREA),
    Case("bare @@", HEAD + "@@\n" + AREA_BODY, AREA),
    Case("@@ ... @@", HEAD + "@@ ... @@\n" + AREA_BODY, AREA),
    Case("@@ with a name", HEAD + "@@ def area(radius): @@\n" + AREA_BODY, AREA),
    Case("@@ with one number", HEAD + "@@ -33 @@\n" + AREA_BODY, AREA),
    Case("no @@ line", HEAD + AREA_BODY, AREA),
    Case("merge marks @@@", HEAD + "@@@ -32,7 +32,7 @@@\n" + AREA_BODY, AREA),
    # -- framing: headers
    Case("no a/ b/", "--- calc.py\n+++ calc.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case("only a/", "--- a/calc.py\n+++ calc.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case("only +++", "+++ b/calc.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case("a/ twice", "--- a/calc.py\n+++ a/calc.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case(
        "dates",
        "--- calc.py\t2026-01-02 03:04:05\n+++ calc.py\t2026-01-02 03:05:00\n@@ -32,7 +32,7 @@\n" + AREA_BODY,
        AREA,
    ),
    Case("(original)", "--- calc.py (original)\n+++ calc.py (modified)\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case("./ paths", "--- ./calc.py\n+++ ./calc.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case(
        "git header with made-up index",
        "diff --git a/calc.py b/calc.py\nindex 1234567..89abcde 100644\n" + HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY,
        AREA,
    ),
    Case("only the git header", "diff --git a/calc.py b/calc.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case(
        "*** Begin Patch",
        "*** Begin Patch\n*** Update File: calc.py\n@@ def area(radius):\n" + AREA_BODY + "*** End Patch\n",
        AREA,
    ),
    Case("no header", "@@ -32,7 +32,7 @@\n" + AREA_BODY, None, "--- a/PATH"),
    Case("no diff at all", "I changed the area function to use radius**2.\n", None, "no unified diff"),
    # -- what is around
    Case("code fence", fence(HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY), AREA),
    Case("fence and wrong counts", fence(HEAD + "@@ -1,2 +3,4 @@\n" + AREA_BODY), AREA),
    Case("fence without a word", fence(HEAD + "@@ -1,2 +3,4 @@\n" + AREA_BODY, ""), AREA),
    Case("prose before", "Here is the patch:\n\n" + HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    Case("prose after", HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY + "\nThis uses the power operator.\n", AREA),
    Case(
        "prose after and wrong counts",
        HEAD + "@@ -3,9 +3,9 @@\n" + AREA_BODY + "\nThis uses the power operator.\n",
        AREA,
    ),
    Case(
        "fence, prose after, wrong counts", "Sure!\n" + fence(HEAD + "@@ -3,9 +3,9 @@\n" + AREA_BODY) + "Done.\n", AREA
    ),
    Case(
        "whole diff indented",
        "".join("    " + line + "\n" for line in (HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY).splitlines()),
        AREA,
    ),
    Case("CRLF everywhere", (HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY).replace("\n", "\r\n"), AREA),
    Case("no newline at the end of the diff", (HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY).rstrip("\n"), AREA),
    Case("byte order mark", "\ufeff" + HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY, AREA),
    # -- context
    Case("no context at all", HEAD + "@@ -36 +36 @@\n-" + AREA_OLD + "+" + AREA_NEW, AREA),
    Case(
        "context without its leading space",
        HEAD
        + "@@ -32,7 +32,7 @@\n"
        + AREA_BODY.replace("\n     if", "\n    if")
        .replace(" def", "def", 1)
        .replace("\n         raise", "\n        raise"),
        AREA,
    ),
    Case(
        "some context without its leading space",
        HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY.replace(" def", "def", 1),
        AREA,
    ),
    Case("a context line missing", HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY.replace("     if radius < 0:\n", ""), AREA),
    Case(
        "an invented context line",
        HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY.replace("     if radius", '     """Area."""\n     if radius'),
        AREA,
    ),
    Case(
        "a context line misquoted",
        HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY.replace("negative radius", "negative radiu"),
        AREA,
    ),
    Case(
        "the removed line misquoted",
        HEAD
        + "@@ -32,7 +32,7 @@\n"
        + AREA_BODY.replace("-    return math.pi * radius * radius", "-    return math.pi*radius*radius"),
        AREA,
    ),
    Case(
        "quotes changed in context",
        HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY.replace('"negative radius"', "'negative radius'"),
        AREA,
    ),
    Case(
        "elided context",
        HEAD + "@@ -32,7 +32,7 @@\n def area(radius):\n ...\n-" + AREA_OLD + "+" + AREA_NEW,
        None,
        "leaves lines out",
    ),
    Case(
        "elided with a comment",
        HEAD + "@@\n class Calculator:\n     # ... existing methods ...\n     def mean(self):\n+        pass\n",
        None,
        "leaves lines out",
    ),
    Case(
        "placeholder written",
        HEAD + "@@ -32,7 +32,7 @@\n def area(radius):\n-    if radius < 0:\n+    # ... existing checks ...\n",
        None,
        "left out",
    ),
    Case("insertion", HEAD + "@@ -40,3 +40,5 @@\n" + MEAN_BODY, MEAN),
    Case("insertion with wrong counts", HEAD + "@@ -12,9 +12,9 @@\n" + MEAN_BODY, MEAN),
    Case(
        "insertion without context",
        HEAD + '@@ -40,0 +41,2 @@\n+    if not values:\n+        raise ValueError("empty")\n',
        None,
        "only + lines",
    ),
    Case(
        "context after the change missing",
        HEAD + "@@ -39,3 +39,5 @@\n" + MEAN_BODY.replace("     total = 0\n     for value in values:\n", ""),
        MEAN,
    ),
    # -- white space
    Case("indentation of the block lost", HEAD + "@@ -27,3 +27,5 @@\n" + DIVIDE_BODY, DIVIDE),
    Case(
        "too much indentation",
        HEAD + "@@ -1,7 +1,7 @@\n" + "".join(line[0] + "    " + line[1:] + "\n" for line in AREA_BODY.splitlines()),
        AREA,
    ),
    Case("a space after the signs", HEAD + "@@ -36 +36 @@\n- " + AREA_OLD + "+ " + AREA_NEW, AREA),
    Case(
        "spaces for tabs",
        MAKE + "@@ -9,3 +9,3 @@\n clean:\n     rm -f main\n-    rm -f *.o\n+    rm -f *.o *.d\n",
        CLEAN,
    ),
    Case(
        "eight spaces for tabs",
        MAKE + "@@ -9,3 +9,3 @@\n clean:\n         rm -f main\n-        rm -f *.o\n+        rm -f *.o *.d\n",
        CLEAN,
    ),
    Case(
        "tabs for spaces",
        HEAD
        + "@@ -32,7 +32,7 @@\n"
        + "".join(line[0] + line[1:].replace("    ", "\t") + "\n" for line in AREA_BODY.splitlines()),
        AREA,
    ),
    Case(
        "trailing spaces lost",
        "--- a/README.md\n+++ b/README.md\n@@ -1,7 +1,7 @@\n # Project\n\n-Some text about the project.\n+Some words about the project.\n\n",
        ("README.md", "Some text about the project.   \n", "Some words about the project.\n"),
    ),
    Case(
        "trailing spaces added",
        HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY.replace("radius < 0:\n", "radius < 0:   \n"),
        AREA,
    ),
    Case(
        "blank context lines stripped",
        "--- a/server.js\n+++ b/server.js\n@@ -12,4 +12,4 @@\n   res.end(greet(req.url.slice(1)));\n });\n\n-server.listen(8080);\n+server.listen(3000);\n",
        ("server.js", "server.listen(8080);", "server.listen(3000);"),
    ),
    Case(
        "LF diff for a CRLF file",
        "--- a/windows.ini\n+++ b/windows.ini\n@@ -1,3 +1,3 @@\n first = 1\n-second = 2\n+second = 22\n third = 3\n",
        ("windows.ini", "second = 2\r\n", "second = 22\r\n"),
    ),
    Case(
        "no-newline mark missing",
        '--- a/conf.toml\n+++ b/conf.toml\n@@ -2,2 +2,2 @@\n name = "x"\n-version = "1.0"\n+version = "1.1"\n',
        ("conf.toml", NO_END, NO_END.replace("1.0", "1.1")),
    ),
    Case(
        "two spaces an indent for four",
        HEAD
        + "@@ -39,5 +39,5 @@\n def mean(values):\n   total = 0\n   for value in values:\n-    total += value\n+    total += float(value)\n   return total / len(values)\n",
        ("calc.py", "        total += value\n    return", "        total += float(value)\n    return"),
    ),
    # -- characters
    Case(
        "HTML entities",
        JS
        + "@@ -4,3 +4,3 @@\n   if (!name) {\n-    return &quot;Hello &lt;stranger&gt; &amp; friends&quot;;\n+    return &quot;Hello &lt;you&gt; &amp; friends&quot;;\n   }\n",
        ("server.js", '"Hello <stranger> & friends"', '"Hello <you> & friends"'),
    ),
    Case("template literal", JS + "@@ -6,3 +6,3 @@\n" + GREET_BODY, GREET),
    Case(
        "a removed line that looks like a header",
        "--- a/schema.sql\n+++ b/schema.sql\n@@ -3,3 +3,2 @@\n     id INTEGER PRIMARY KEY,\n-    -- login name\n     name TEXT NOT NULL,\n",
        ("schema.sql", "    -- login name\n", ""),
    ),
    Case(
        "a removed comment at the margin",
        "--- a/schema.sql\n+++ b/schema.sql\n@@ -9,3 +9,3 @@\n \n--- what they ordered\n+-- orders of users\n CREATE TABLE orders (\n",
        ("schema.sql", "-- what they ordered\n", "-- orders of users\n"),
    ),
    Case(
        "the same with wrong counts",
        "--- a/schema.sql\n+++ b/schema.sql\n@@ -9,1 +9,1 @@\n \n--- what they ordered\n+-- orders of users\n CREATE TABLE orders (\n",
        ("schema.sql", "-- what they ordered\n", "-- orders of users\n"),
    ),
    Case(
        "a fence in the file",
        "--- a/README.md\n+++ b/README.md\n@@ -7,3 +7,3 @@\n ```sh\n-pip install project\n+pip install -U project\n ```\n",
        ("README.md", "pip install project", "pip install -U project"),
    ),
    Case(
        "a fence in a fenced diff",
        fence(
            "--- a/README.md\n+++ b/README.md\n@@ -7,3 +7,3 @@\n ```sh\n-pip install project\n+pip install -U project\n ```\n"
        ),
        ("README.md", "pip install project", "pip install -U project"),
    ),
    # -- places
    Case(
        "ambiguous",
        HEAD + "@@ -2,3 +2,3 @@\n-        return self.total\n+        return float(self.total)\n",
        None,
        "3 places",
    ),
    Case(
        "ambiguous, decided by the section",
        HEAD
        + "@@ -5,2 +5,2 @@ def subtract(self, value):\n-        return self.total\n+        return float(self.total)\n",
        (
            "calc.py",
            '("subtract", value))\n        return self.total\n',
            '("subtract", value))\n        return float(self.total)\n',
        ),
    ),
    Case(
        "ambiguous, decided by a true header",
        HEAD + "@@ -17 +17 @@\n-        return self.total\n+        return float(self.total)\n",
        (
            "calc.py",
            '("add", value))\n        return self.total\n',
            '("add", value))\n        return float(self.total)\n',
        ),
    ),
    Case(
        "nothing like it",
        HEAD
        + "@@ -5,2 +5,2 @@\n def power(base, exponent):\n-    return base ^ exponent\n+    return base**exponent\n",
        None,
        "in the file",
    ),
    Case(
        "the wrong number removed",
        JS + "@@ -15 +15 @@\n-server.listen(8081);\n+server.listen(3000);\n",
        None,
        "Line 15",
    ),
    Case(
        "a sibling function that is not there",
        HEAD
        + '@@ -25,5 +25,5 @@\n     def multiply(self, value):\n         """Multiply by a value."""\n-        self.total *= value\n+        self.total = self.total * value\n         self.history.append(("multiply", value))\n',
        None,
        "calc.py",
    ),
    # -- several
    Case(
        "two hunks with one bad",
        HEAD
        + "@@ -32,7 +32,7 @@\n"
        + AREA_BODY
        + "@@ -50,2 +50,2 @@\n def median(values):\n-    return sorted(values)[0]\n+    return 0\n",
        None,
        "change 2 of 2",
    ),
    Case(
        "the same change twice",
        HEAD + "@@ -32,7 +32,7 @@\n" + AREA_BODY + "@@ -32,7 +32,7 @@\n" + AREA_BODY,
        None,
        "same lines",
    ),
    Case(
        "a file that is not there",
        "--- a/calculator.py\n+++ b/calculator.py\n@@ -32,7 +32,7 @@\n" + AREA_BODY,
        None,
        "no file",
    ),
    Case(
        "would break the syntax",
        HEAD + "@@ -36 +36 @@\n-" + AREA_OLD + "+    return (math.pi * radius**2\n",
        None,
        "syntax error at line 35",
    ),
]
