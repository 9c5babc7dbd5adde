import pytest
from support import WORKSPACE, run_python

from patchstat import FileStat, parse_diff, table

NEW = """\
diff --git a/img/a.png b/img/a.png
new file mode 100644
index 0000000..5a6b7c8
Binary files /dev/null and b/img/a.png differ
"""
GONE = """\
diff --git a/b.ico b/b.ico
deleted file mode 100644
index 5a6b7c8..0000000
Binary files a/b.ico and /dev/null differ
"""
RENAMED = """\
diff --git a/c.zip b/d.zip
similarity index 90%
rename from c.zip
rename to d.zip
index 5a6b7c8..1234567 100644
Binary files a/c.zip and b/d.zip differ
"""
TEXT = """\
diff --git a/notes.txt b/notes.txt
index 5a6b7c8..1234567 100644
--- a/notes.txt
+++ b/notes.txt
@@ -1,3 +1,3 @@
 Binary files a/x and b/x differ
-Binary files a/y and b/y differ
+Binary files a/z and b/z differ
 end
"""


@pytest.mark.parametrize(
    ("text", "path", "status"),
    [(NEW, "img/a.png", "new"), (GONE, "b.ico", "deleted"), (RENAMED, "d.zip", "renamed")],
)
def test_binary(text, path, status):
    (stat,) = parse_diff(text)
    assert (stat.path, stat.status, stat.added, stat.deleted) == (path, status, 0, 0)
    assert stat.binary
    assert [bool(stat.binary) for stat in parse_diff(TEXT + text + TEXT)] == [False, True, False]


def test_text_is_not():
    (stat,) = parse_diff(TEXT)
    assert (stat.added, stat.deleted, bool(stat.binary)) == (1, 1, False)
    assert not any(stat.binary for stat in parse_diff((WORKSPACE / "data" / "sample.diff").read_text()))
    assert not FileStat("x").binary
    assert FileStat("x", 1, 2, "new").status == "new"


def test_table():
    image = FileStat("a.png", binary=True)
    assert table([image]) == "a.png | Bin\n1 file, 0 added, 0 deleted"
    assert table([image, image], width=0).splitlines()[:2] == ["a.png | Bin"] * 2
    assert table([FileStat("x.py", 1000, 234), image], width=0).splitlines() == [
        "x.py  | 1234", "a.png |  Bin", "2 files, 1000 added, 234 deleted",
    ]  # fmt: skip
    assert table([FileStat("x.py", 2, 1), FileStat("y.py"), image]).splitlines()[:3] == [
        "x.py  |   3 ++-", "y.py  |   0", "a.png | Bin",
    ]  # fmt: skip
    assert table([FileStat("x.py", 2, 1), FileStat("y.py")]).splitlines()[:2] == ["x.py | 3 ++-", "y.py | 0"]


def test_command(tmp_path):
    (tmp_path / "x.diff").write_text(RENAMED + TEXT + NEW)
    done = run_python("-m", "patchstat", str(tmp_path / "x.diff"))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "d.zip     | Bin", "img/a.png | Bin", "notes.txt |   2 +-", "3 files, 1 added, 1 deleted",
    ]  # fmt: skip
