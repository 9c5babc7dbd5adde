import json
import shutil

from relnotes.__main__ import main
from relnotes.project import Kind, read_project
from support import WORKSPACE, started_as

SOURCES = [f"relnotes/{name}.py" for name in ("__init__", "__main__", "notes", "project", "section", "version")]


def test_the_kinds():
    project = read_project(WORKSPACE)
    assert project.kinds == (
        Kind("security", "Security", "patch"),
        Kind("removed", "Removed", "major"),
        Kind("added", "Added", "minor"),
        Kind("fixed", "Fixed", "patch"),
        Kind("docs", "Documentation", "patch"),
    )


def test_the_rest_is_as_before():
    before, now = json.loads(started_as("relnotes.json")), json.loads((WORKSPACE / "relnotes.json").read_text())
    assert now["kinds"][1:] == before["kinds"]
    assert {**now, "kinds": None} == {**before, "kinds": None}
    for name in SOURCES:
        assert (WORKSPACE / name).read_text() == started_as(name)
    assert (WORKSPACE / "CHANGELOG.md").read_text() == started_as("CHANGELOG.md")


def test_a_preview(tmp_path, capsys):
    for name in ("relnotes.json", "CHANGELOG.md"):
        shutil.copy(WORKSPACE / name, tmp_path / name)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "30.security.md").write_text("Safe.\n")
    (tmp_path / "notes" / "4.fixed.md").write_text("Fixed.\n")
    assert main(["--root", str(tmp_path), "preview"]) == 0
    assert capsys.readouterr().out == (
        "## 1.9.3 (unreleased)\n\n### Security\n\n- Safe. (#30)\n\n### Fixed\n\n- Fixed. (#4)\n"
    )
