from pathlib import Path

import pytest

from patchstat import BadDiff, FileStat, parse_diff

SAMPLE = Path(__file__).parents[1] / "data" / "sample.diff"

MIGRATION = """\
diff --git a/db/schema.sql b/db/schema.sql
--- a/db/schema.sql
+++ b/db/schema.sql
@@ -1,3 +1,3 @@
--- the users
+-- all users
 CREATE TABLE users (
   id INTEGER
"""

LOGO = """\
diff --git a/logo.png b/logo.png
index 1f2e3d4..5a6b7c8 100644
Binary files a/logo.png and b/logo.png differ
"""


def test_sample():
    assert parse_diff(SAMPLE.read_text()) == [
        FileStat("src/app.py", 2, 2),
        FileStat("docs/new.md", 2, 0, "new"),
        FileStat("old.txt", 0, 1, "deleted"),
        FileStat("lib/b.py", 0, 0, "renamed"),
    ]


def test_sql_comment():
    assert parse_diff(MIGRATION) == [FileStat("db/schema.sql", 1, 1)]


def test_binary():
    (stat,) = parse_diff(LOGO)
    assert stat.binary


def test_empty():
    assert parse_diff("") == []


def test_breaks_off():
    with pytest.raises(BadDiff, match="last hunk"):
        parse_diff("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n x\n")
    with pytest.raises(BadDiff, match="line 6"):
        parse_diff("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n x\ndiff --git a/y b/y\n")
    with pytest.raises(BadDiff, match="before the first file"):
        parse_diff("@@ -1 +1 @@\n-x\n+y\n")
