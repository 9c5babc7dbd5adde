import pytest
from support import WORKSPACE, run_python

from patchstat import BadDiff, FileStat, parse_diff


def diff(hunk, path="a.sql"):
    return f"diff --git a/{path} b/{path}\nindex 1..2 100644\n--- a/{path}\n+++ b/{path}\n{hunk}"


@pytest.mark.parametrize(
    ("hunk", "added", "deleted"),
    [
        ("@@ -1,2 +1 @@\n--- old\n x\n", 0, 1),
        ("@@ -1 +1,2 @@\n+++ new\n x\n", 1, 0),
        ("@@ -1 +1,2 @@\n+-- new\n x\n", 1, 0),
        ("@@ -1,2 +1 @@\n-++ new\n x\n", 0, 1),
        ("@@ -1,2 +1,2 @@\n--- one\n--- two\n+++ three\n+++ four\n", 2, 2),
        ("@@ -1,3 +1,3 @@ x\n--- a/a.sql\n+++ b/a.sql\n x\n y\n", 1, 1),
        ("@@ -1,2 +1,2 @@\n -- one\n ++ two\n", 0, 0),
        ("@@ -1 +0,0 @@\n--- only\n@@ -9,2 +8,3 @@\n x\n+++ y\n z\n", 1, 1),
        ("@@ -1 +1 @@\n--- x\n\\ No newline at end of file\n+-- y\n\\ No newline at end of file\n", 1, 1),
        ("@@ -1,2 +1 @@\n---\n-x\n+--\n", 1, 2),
    ],
)
def test_lines(hunk, added, deleted):
    assert parse_diff(diff(hunk)) == [FileStat("a.sql", added, deleted)]
    following = diff("@@ -1 +1 @@\n-x\n+y\n", "z.py")
    assert parse_diff(diff(hunk) + following) == [FileStat("a.sql", added, deleted), FileStat("z.py", 1, 1)]
    assert parse_diff(following + diff(hunk)) == [FileStat("z.py", 1, 1), FileStat("a.sql", added, deleted)]


def test_headers_are_no_lines():
    assert parse_diff(diff("")) == [FileStat("a.sql")]
    text = (WORKSPACE / "data" / "sample.diff").read_text()
    assert [(stat.added, stat.deleted, stat.status) for stat in parse_diff(text)] == [
        (2, 2, "changed"), (2, 0, "new"), (0, 1, "deleted"), (0, 0, "renamed"),
    ]  # fmt: skip


@pytest.mark.parametrize("hunk", ["@@ -1,2 +1 @@\n--- old\n", "@@ -1 +1,3 @@\n x\n+++ new\n", "@@ -1 +1 @@\n"])
def test_breaks_off(hunk):
    with pytest.raises(BadDiff, match="last hunk breaks off"):
        parse_diff(diff(hunk))


def test_command(tmp_path):
    (tmp_path / "x.diff").write_text(diff("@@ -1,3 +1,3 @@\n--- the users\n+-- all users\n x\n y\n"))
    done = run_python("-m", "patchstat", str(tmp_path / "x.diff"))
    assert (done.returncode, done.stdout) == (0, "a.sql | 2 +-\n1 file, 1 added, 1 deleted\n")
