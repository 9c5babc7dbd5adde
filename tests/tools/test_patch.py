"""Proposals: what lands, what is refused and with which help, and that nothing is written before apply_patch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.errors import EditFailed, NotFound, PathRefused, Unsupported
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.patch import (
    PATCH_TOOLS,
    ApplyPatch,
    DiscardPatch,
    EditLines,
    ListPatches,
    ProposePatch,
    ProposePatchUnified,
    ShowPatch,
    WriteFile,
)

CALC = "def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a - b\n"
FIX = """--- a/calc.py
+++ b/calc.py
@@ -1,2 +1,2 @@
 def add(a, b):
-    return a - b
+    return a + b
"""


def apply(context: ToolContext, answer: Any) -> Any:
    assert answer["next"] == f"apply_patch({answer['patch_id']!r})"
    return ApplyPatch(context).forward(answer["patch_id"])


def test_the_first_line_of_each_docstring_is_short() -> None:
    for tool in PATCH_TOOLS:
        first = (tool.__doc__ or "").split("\n")[0]
        assert 10 < len(first) <= 90, tool


def test_a_diff_is_proposed_shown_and_applied(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text(CALC)
    answer: Any = ProposePatchUnified(context).forward(FIX)
    assert answer == {"patch_id": "p1", "files": ["calc.py"], "added": 1, "removed": 1, "next": "apply_patch('p1')"}
    assert (workspace / "calc.py").read_text() == CALC
    shown: Any = ShowPatch(context).forward("p1")
    assert "-    return a - b\n+    return a + b\n" in shown["diff"]
    assert ApplyPatch(context).touched_paths({"patch_id": "p1"}) == ("calc.py",)
    assert ApplyPatch(context).preview({"patch_id": "p1"}) == shown["diff"]
    assert apply(context, answer) == {"applied": "p1", "files": ["calc.py"], "added": 1, "removed": 1}
    assert (workspace / "calc.py").read_text() == CALC.replace("a - b", "a + b", 1)
    assert ListPatches(context).forward() == {
        "patches": [{"patch_id": "p1", "state": "applied", "files": ["calc.py"], "added": 1, "removed": 1}]
    }
    with pytest.raises(EditFailed, match="applied already"):
        ApplyPatch(context).forward("p1")


def test_the_same_diff_again_says_so(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text(CALC.replace("a - b", "a + b", 1))
    answer: Any = ProposePatchUnified(context).forward(FIX)
    assert answer["patch_id"] is None
    assert "already" in answer["note"]


def test_an_ambiguous_text_is_refused_with_the_candidates(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text(CALC)
    with pytest.raises(EditFailed, match="2 places: line 2, line 6") as caught:
        ProposePatch(context).forward("calc.py", "    return a - b", "    return b - a")
    assert caught.value.alternatives == ("line 2, after 'def add(a, b):'", "line 6, after 'def sub(a, b):'")


def test_a_miss_shows_the_closest_region_and_the_difference(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text("def total(items):\n    count = 0\n    for item in items:\n        count += 3\n")
    with pytest.raises(EditFailed) as caught:
        ProposePatch(context).forward("calc.py", "    for item in items:\n        count += 1\n", "    pass\n")
    assert "lines 3-4" in str(caught.value)
    assert "Line 4 is '        count += 3', you wrote '        count += 1'" in str(caught.value)
    assert caught.value.alternatives == ("3:     for item in items:", "4:         count += 3")


def test_after_two_failed_diffs_the_function_then_the_file_is_asked_for(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text(CALC)
    bad = FIX.replace("return a - b", "yield nothing_like_it(at, all)")
    propose = ProposePatchUnified(context)
    for _ in range(2):
        with pytest.raises(EditFailed, match=r"calc\.py"):
            propose.forward(bad)
    with pytest.raises(EditFailed, match=r"calc\.py has .*add"):
        ProposePatchUnified(context).forward(FIX)
    with pytest.raises(EditFailed, match=r"calc\.py has .*add"):
        ProposePatch(context).forward("calc.py", "def add(a, b):", "def add(x, y):")
    for _ in range(2):
        with pytest.raises(NotFound, match="no function or class 'plus'"):
            ProposePatch(context).forward("calc.py", symbol="plus", new="def plus(): pass")
    with pytest.raises(EditFailed, match="write_file"):
        ProposePatch(context).forward("calc.py", symbol="add", new="def add(a, b):\n    return a + b")
    answer: Any = WriteFile(context).forward("calc.py", CALC.replace("a - b", "a + b", 1))
    apply(context, answer)
    assert ProposePatch(context).forward("calc.py", "def sub(a, b):", "def sub(x, b):")


def test_a_function_is_replaced_with_its_indentation(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.py").write_text("class A:\n    @property\n    def size(self):\n        return 1\n\n    x = 2\n")
    new = "@property\ndef size(self):\n    return 2\n"
    apply(context, ProposePatch(context).forward("a.py", symbol="A.size", new=new))
    assert (workspace / "a.py").read_text() == (
        "class A:\n    @property\n    def size(self):\n        return 2\n\n    x = 2\n"
    )


def test_decorators_stay_when_the_new_function_brings_none(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.py").write_text("@cache\n@other(\n    1,\n)\ndef f():\n    return 1\n")
    apply(context, ProposePatch(context).forward("a.py", symbol="f", new="def f():\n    return 2\n"))
    assert (workspace / "a.py").read_text() == "@cache\n@other(\n    1,\n)\ndef f():\n    return 2\n"
    with pytest.raises(EditFailed, match="new does not define 'f'"):
        ProposePatch(context).forward("a.py", symbol="f", new="return 3\n")


def test_characters_that_are_no_text_are_refused(context: ToolContext, workspace: Path) -> None:
    for content in ("\ud800", "a\0b"):
        with pytest.raises((EditFailed, Unsupported)):
            WriteFile(context).forward("a.txt", content)
    (workspace / "latin.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(EditFailed, match="latin-1"):
        ProposePatch(context).forward("latin.txt", "caf", "\u20ac")


def test_a_comment_with_dots_is_no_placeholder(context: ToolContext) -> None:
    text = "# ...and so on\n# the rest of it\nclass P:\n    def f(self): ...\n"
    assert WriteFile(context).forward("a.py", text)
    with pytest.raises(EditFailed, match="left out"):
        WriteFile(context).forward("b.py", "x = 1\n# ... rest of the code ...\n")


@pytest.mark.parametrize(
    ("name", "text", "symbol", "new", "result"),
    [
        ("a.js", "const f = () => {\n  return 1;\n};\nf();\n", "f", "const f = () => 2;", "const f = () => 2;\nf();\n"),
        (
            "a.ts",
            "export function f(a: number) {\n  return a;\n}\n",
            "f",
            "export function f(a: number) {\n  return 2;\n}",
            "export function f(a: number) {\n  return 2;\n}\n",
        ),
        ("a.go", "package a\n\nfunc F() int {\n\treturn 1\n}\n", "F", "func F() int { return 2 }", None),
        ("a.rs", "#[test]\nfn f() {\n}\n", "f", "#[test]\nfn f() { g(); }", "#[test]\nfn f() { g(); }\n"),
        ("A.java", "class A {\n  int f() {\n    return 1;\n  }\n}\n", "A.f", "int f() { return 2; }", None),
        ("a.c", "int *f(int a) {\n  return 0;\n}\n", "f", "int *f(int a) { return 0; }", None),
    ],
)
def test_functions_of_other_languages(
    context: ToolContext, workspace: Path, name: str, text: str, symbol: str, new: str, result: str | None
) -> None:
    (workspace / name).write_text(text)
    apply(context, ProposePatch(context).forward(name, symbol=symbol, new=new))
    changed = (workspace / name).read_text()
    assert new.split("\n")[-1] in changed
    assert "return 1" not in changed
    if result is not None:
        assert changed == result


@pytest.mark.parametrize(
    ("name", "text", "old", "new"),
    [
        ("a.py", "x = 1\n", "x = 1", "x = (1"),
        ("a.json", '{"a": 1}\n', "1", "1,"),
        ("a.toml", "a = 1\n", "a = 1", "a = = 1"),
        ("a.yaml", "a: 1\n", "a: 1", "a: [1"),
        ("a.js", "let a = 1;\n", "let a = 1;", "let a = (1;"),
        ("a.ts", "let a = 1;\n", "let a = 1;", "let a = (1;"),
        ("a.go", "package a\n", "package a", "package a\nfunc {"),
        ("a.rs", "fn a() {}\n", "fn a() {}", "fn a() {"),
        ("A.java", "class A {}\n", "class A {}", "class A {"),
        ("a.c", "int a;\n", "int a;", "int a() {"),
    ],
)
def test_a_new_syntax_error_is_refused_unless_allowed(
    context: ToolContext, workspace: Path, name: str, text: str, old: str, new: str
) -> None:
    (workspace / name).write_text(text)
    with pytest.raises(EditFailed, match="syntax error at line"):
        ProposePatch(context).forward(name, old, new)
    answer: Any = ProposePatch(context).forward(name, old, new, allow_broken=True)
    assert "syntax error" in answer["note"]


def test_a_file_that_was_broken_before_can_be_mended_in_parts(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.py").write_text("x = (\ny = 1\n")
    answer: Any = ProposePatch(context).forward("a.py", "y = 1", "y = 2")
    assert "as before" in answer["note"]


def test_a_file_changed_since_it_was_read_is_refused(context: ToolContext, workspace: Path) -> None:
    file = workspace / "a.txt"
    file.write_text("one\n")
    context.reads.note("a.txt", b"one\n")
    file.write_text("one\ntwo\n")
    with pytest.raises(EditFailed, match="changed on disk since you read it"):
        ProposePatch(context).forward("a.txt", "one", "1")
    context.reads.note("a.txt", file.read_bytes())
    answer = ProposePatch(context).forward("a.txt", "one", "1")
    file.write_text("one\ntwo\nthree\n")
    with pytest.raises(EditFailed, match="changed since p1 was proposed"):
        apply(context, answer)
    assert file.read_text() == "one\ntwo\nthree\n"


def test_two_patches_of_one_file_apply_one_after_the_other(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.txt").write_text("".join(f"{i}\n" for i in range(30)))
    first = ProposePatch(context).forward("a.txt", "3\n4\n", "three\n")
    second = ProposePatch(context).forward("a.txt", "25\n", "25\n25.5\n")
    apply(context, first)
    apply(context, second)
    assert (workspace / "a.txt").read_text() == "".join(
        f"{i}\n" for i in [0, 1, 2, "three", *range(5, 26), "25.5", *range(26, 30)]
    )


def test_files_are_created_deleted_and_renamed_together(context: ToolContext, workspace: Path) -> None:
    (workspace / "old.py").write_text("x = 1\n")
    (workspace / "gone.txt").write_text("bye\n")
    (workspace / "old.py").chmod(0o755)
    diff = (
        "diff --git a/old.py b/pkg/new.py\nrename from old.py\nrename to pkg/new.py\n--- a/old.py\n+++ b/pkg/new.py\n"
        "@@ -1 +1 @@\n-x = 1\n+x = 2\n"
        "--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n"
        "--- /dev/null\n+++ b/made/by.txt\n@@ -0,0 +1 @@\n+hello\n"
    )
    answer: Any = ProposePatchUnified(context).forward(diff)
    assert answer["files"] == ["old.py", "pkg/new.py", "gone.txt", "made/by.txt"]
    apply(context, answer)
    assert sorted(p.relative_to(workspace).as_posix() for p in workspace.rglob("*") if p.is_file()) == [
        "made/by.txt",
        "pkg/new.py",
    ]
    assert (workspace / "pkg/new.py").read_text() == "x = 2\n"
    assert (workspace / "pkg/new.py").stat().st_mode & 0o777 == 0o755


def test_one_bad_file_refuses_the_whole_diff(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text(CALC)
    with pytest.raises(NotFound, match=r"missing\.py"):
        ProposePatchUnified(context).forward(FIX + FIX.replace("calc.py", "missing.py"))
    assert ListPatches(context).forward() == {"patches": []}


def test_a_wrong_path_names_what_there_is(context: ToolContext, workspace: Path) -> None:
    (workspace / "src").mkdir()
    (workspace / "src" / "calc.py").write_text(CALC)
    with pytest.raises(NotFound) as caught:
        ProposePatchUnified(context).forward(FIX)
    assert caught.value.alternatives == ("src/calc.py",)


def test_a_folder_called_a_is_told_from_the_prefix(context: ToolContext, workspace: Path) -> None:
    (workspace / "a").mkdir()
    (workspace / "a" / "calc.py").write_text(CALC)
    answer: Any = ProposePatchUnified(context).forward(FIX)
    assert (answer["files"], answer["note"]) == (["a/calc.py"], "calc.py taken as a/calc.py")
    made: Any = ProposePatchUnified(context).forward("--- /dev/null\n+++ b/calc.py\n@@ -0,0 +1 @@\n+x = 1\n")
    assert made["files"] == ["calc.py"]
    (workspace / "calc.py").write_text(CALC)
    assert ProposePatchUnified(context).forward(FIX)["files"] == ["calc.py"]


@pytest.mark.parametrize("path", ["../x.txt", "/etc/passwd", ".git/config"])
def test_paths_outside_are_refused(context: ToolContext, path: str) -> None:
    with pytest.raises(PathRefused):
        WriteFile(context).forward(path, "x")
    with pytest.raises(PathRefused):
        ProposePatchUnified(context).forward(f"--- /dev/null\n+++ {path}\n@@ -0,0 +1 @@\n+x\n")


def test_a_folder_swapped_for_a_link_after_the_proposal_leads_nowhere(
    context: ToolContext, workspace: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (workspace / "d").mkdir()
    answer: Any = WriteFile(context).forward("d/x.txt", "x\n")
    (workspace / "d").rmdir()
    (workspace / "d").symlink_to(outside)
    with pytest.raises((EditFailed, PathRefused)):
        apply(context, answer)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [
        b"one\r\ntwo\r\nthree\r\n",
        b"one\r\ntwo\r\nthree",
        b"\xef\xbb\xbfone\ntwo\nthree\n",
        "\ufeffone\ntwo\nthree\n".encode("utf-16-le"),
        "\ufeffone\r\ntwo\r\nthree\r\n".encode("utf-16-be"),
        b"one\rtwo\rthree\r",
        b"one\ntwo\nthree \xe9t\xe9\n",
    ],
)
def test_encoding_and_line_ends_are_kept(context: ToolContext, workspace: Path, data: bytes) -> None:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = ("utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be") if wide else "latin-1"
    file = workspace / "a.txt"
    file.write_bytes(data)
    file.chmod(0o750)
    apply(context, ProposePatch(context).forward("a.txt", "two\n", "2\n"))
    assert file.read_bytes() == data.replace("two".encode(encoding), "2".encode(encoding))
    assert file.stat().st_mode & 0o777 == 0o750
    diff = "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-2\n+two\n"
    apply(context, ProposePatchUnified(context).forward(diff))
    assert file.read_bytes() == data


@pytest.mark.parametrize(
    ("new", "result"),
    [
        ("x = 2\ny = 3", "def f():\n    x = 2\n    y = 3\n    return x\n"),
        ("x = 2\n    y = 3", "def f():\n    x = 2\n    y = 3\n    return x\n"),
        ("if y:\n    x = 1", "def f():\n    if y:\n        x = 1\n    return x\n"),
    ],
)
def test_lines_written_without_their_indentation(context: ToolContext, workspace: Path, new: str, result: str) -> None:
    (workspace / "a.py").write_text("def f():\n    x = 1\n    return x\n")
    apply(context, ProposePatch(context).forward("a.py", "x = 1", new))
    assert (workspace / "a.py").read_text() == result


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("'x = 1'", "'x = 2'"),
        ('"""x = 1"""', '"""x = 2"""'),
        ("`x = 1`", "`x = 2`"),
        ("    x = 1\\n    return x", "    x = 2\\n    return x"),
    ],
)
def test_wrapping_of_the_texts_is_taken_off(context: ToolContext, workspace: Path, old: str, new: str) -> None:
    (workspace / "a.py").write_text("def f():\n    x = 1\n    return x\n")
    answer = ProposePatch(context).forward("a.py", old, new)
    assert "taken off" in str(answer)
    apply(context, answer)
    assert (workspace / "a.py").read_text() == "def f():\n    x = 2\n    return x\n"


def test_quotes_that_stand_in_the_file_are_kept(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.py").write_text("x = 'one'\n")
    apply(context, ProposePatch(context).forward("a.py", "'one'", "'two'"))
    assert (workspace / "a.py").read_text() == "x = 'two'\n"
    with pytest.raises(EditFailed):
        ProposePatch(context).forward("a.py", "'three'", "four")


def test_binary_and_large_files_are_refused(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.bin").write_bytes(b"\0\1\2")
    (workspace / "b.txt").write_bytes(b"line\n" * 500_000)
    with pytest.raises(Unsupported, match="binary"):
        ProposePatch(context).forward("a.bin", "x", "y")
    with pytest.raises(Unsupported, match="2500000 bytes"):
        ProposePatch(context).forward("b.txt", "x", "y")


def test_lines_are_edited_only_where_they_are_as_expected(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.txt").write_text("one\ntwo\nthree\n")
    edit = EditLines(context)
    with pytest.raises(EditFailed, match="start=2, end=2"):
        edit.forward("a.txt", 1, 1, "2", "two")
    with pytest.raises(EditFailed, match="3 lines"):
        edit.forward("a.txt", 2, 9, "2", "two")
    apply(context, edit.forward("a.txt", 2, 2, "2\n2.5", "two"))
    assert (workspace / "a.txt").read_text() == "one\n2\n2.5\nthree\n"
    apply(context, edit.forward("a.txt", 5, 4, "four", ""))
    assert (workspace / "a.txt").read_text() == "one\n2\n2.5\nthree\nfour\n"


@pytest.mark.parametrize("text", ["# ... existing code ...", "    // ... rest of the function", "/* ... */"])
def test_placeholders_for_code_left_out_are_refused(context: ToolContext, workspace: Path, text: str) -> None:
    (workspace / "a.py").write_text("x = 1\ny = 2\n")
    with pytest.raises(EditFailed, match="stands for code that was left out"):
        WriteFile(context).forward("a.py", f"x = 2\n{text}\n")
    with pytest.raises(EditFailed, match="stands for code that was left out"):
        ProposePatch(context).forward("a.py", "x = 1", f"x = 2\n{text}\n")


def test_an_approver_may_take_some_hunks(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.txt").write_text("".join(f"{i}\n" for i in range(40)))
    (workspace / "b.txt").write_text("x\n")
    diff = (
        "--- a/a.txt\n+++ b/a.txt\n@@ -2,2 +2,2 @@\n 1\n-2\n+two\n 3\n@@ -30,3 +30,3 @@\n 29\n-30\n+thirty\n 31\n"
        "--- a/b.txt\n+++ b/b.txt\n@@ -1 +1 @@\n-x\n+y\n"
    )
    answer: Any = ProposePatchUnified(context).forward(diff)
    tool = ApplyPatch(context)
    hunks = tool.store.get(answer["patch_id"]).hunks
    assert [(hunk.id, hunk.path) for hunk in hunks] == [("1", "a.txt"), ("2", "a.txt"), ("3", "b.txt")]
    reduced = tool.reduce(answer["patch_id"], ["2"])
    tool.forward(reduced.id)
    assert (workspace / "a.txt").read_text() == "".join(f"{i}\n" for i in range(40)).replace("30", "thirty")
    assert (workspace / "b.txt").read_text() == "x\n"
    with pytest.raises(EditFailed, match="discarded already"):
        tool.forward(answer["patch_id"])


def test_discarding(context: ToolContext, workspace: Path) -> None:
    answer: Any = WriteFile(context).forward("a.txt", "x\n")
    assert DiscardPatch(context).forward(answer["patch_id"]) == {"discarded": "p1"}
    with pytest.raises(EditFailed, match="discarded already"):
        ApplyPatch(context).forward("p1")
    with pytest.raises(NotFound, match="no patch 'p7'"):
        ShowPatch(context).forward("p7")
    assert not (workspace / "a.txt").exists()


def test_a_failing_disk_changes_nothing(context: ToolContext, workspace: Path) -> None:
    if os.geteuid() == 0:
        (workspace / "d").write_text("a file where a folder is needed")
    (workspace / "a.txt").write_text("x\n")
    diff = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-x\n+y\n--- /dev/null\n+++ b/e/f.txt\n@@ -0,0 +1 @@\n+x\n"
    answer = ProposePatchUnified(context).forward(diff)
    (workspace / "e").write_text("in the way")
    with pytest.raises(PathRefused):
        apply(context, answer)
    assert (workspace / "a.txt").read_text() == "x\n"
    assert sorted(p.name for p in workspace.iterdir() if p.name != "d") == ["a.txt", "e"]
