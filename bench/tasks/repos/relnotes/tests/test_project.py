import shutil
from pathlib import Path

import pytest

from relnotes.__main__ import main
from relnotes.project import Kind, read_project

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path):
    for name in ("relnotes.json", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "9.fixed.md").write_text("No more crash.\n")
    (notes / "17.added.md").write_text("A preview.\n")
    return tmp_path


def test_read_project():
    project = read_project(ROOT)
    assert project.kind_names() == ["removed", "added", "fixed", "docs"]
    assert project.kinds[0] == Kind("removed", "Removed", "major")


@pytest.mark.parametrize("text", ["{}", "[", '{"notes": "n", "changelog": "c", "kinds": [{"name": "a", "title": "A", "raises": "all"}]}'])
def test_wrong_project(tmp_path, text):
    (tmp_path / "relnotes.json").write_text(text)
    with pytest.raises(ValueError):
        read_project(tmp_path)


def test_preview(project, capsys):
    assert main(["--root", str(project), "preview"]) == 0
    assert capsys.readouterr().out == (
        "## 1.10.0 (unreleased)\n\n### Added\n\n- A preview. (#17)\n\n### Fixed\n\n- No more crash. (#9)\n"
    )
    assert len(list((project / "notes").iterdir())) == 2


def test_release(project, capsys):
    assert main(["--root", str(project), "release", "2025-04-01"]) == 0
    assert capsys.readouterr().out == "released 1.10.0\n"
    assert list((project / "notes").iterdir()) == []
    assert "\n## 1.10.0 (2025-04-01)\n" in (project / "CHANGELOG.md").read_text()
    assert main(["--root", str(project), "release", "2025-04-02"]) == 1
    assert capsys.readouterr().err == "relnotes: there are no notes\n"
