import pytest

from foldersync import Changes, Step, make_plan
from foldersync.cli import main


@pytest.fixture
def folders(tmp_path):
    def write(folder, files):
        for path, text in files.items():
            file = tmp_path / folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    write("source", {"a.txt": "new", "sub/b.txt": "b", "moved/c.txt": "c", "a.tmp": "x"})
    write("target", {"a.txt": "old", "c.txt": "c", "gone/d.txt": "d"})
    return tmp_path


def files(folder):
    return {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*") if file.is_file()}


def sync(folders, *options):
    return main(["sync", str(folders / "source"), str(folders / "target"), *options])


def test_the_steps():
    changes = Changes(["n"], ["c"], ["r"], [("old", "new")])
    assert make_plan(changes) == [Step("copy", "c"), Step("copy", "n"), Step("copy", "new")]
    assert make_plan(changes, delete=True) == [
        Step("delete", "r"),
        Step("move", "new", "old"),
        Step("copy", "c"),
        Step("copy", "n"),
    ]


def test_nothing_is_deleted(folders):
    assert sync(folders) == 0
    assert files(folders / "target") == {
        "a.txt": "new",
        "c.txt": "c",
        "gone/d.txt": "d",
        "moved/c.txt": "c",
        "sub/b.txt": "b",
    }


def test_delete(folders, capsys):
    assert sync(folders, "--delete") == 0
    assert files(folders / "target") == {"a.txt": "new", "moved/c.txt": "c", "sub/b.txt": "b"}
    assert not (folders / "target" / "gone").exists()
    assert capsys.readouterr().out.splitlines() == [
        "delete gone/d.txt",
        "move c.txt -> moved/c.txt",
        "copy a.txt",
        "copy sub/b.txt",
    ]


def test_dry_run(folders):
    before = files(folders / "target")
    assert sync(folders, "--delete", "--dry-run") == 0
    assert files(folders / "target") == before


def test_a_file_becomes_a_folder(folders):
    (folders / "target" / "sub").write_text("a file")
    assert sync(folders, "--delete") == 0
    assert files(folders / "target")["sub/b.txt"] == "b"


def test_diff(folders, capsys):
    assert main(["diff", str(folders / "source"), str(folders / "target")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "+ sub/b.txt",
        "~ a.txt",
        "- gone/d.txt",
        "> c.txt -> moved/c.txt",
        "1 added, 1 changed, 1 removed, 1 moved (4 B)",
    ]
    assert main(["diff", str(folders / "source"), str(folders / "none")]) == 1
