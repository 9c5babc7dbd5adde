import shutil

import pytest

from relnotes.__main__ import main
from support import WORKSPACE, run_python


@pytest.fixture
def project(tmp_path):
    for name in ("relnotes.json", "CHANGELOG.md"):
        shutil.copy(WORKSPACE / name, tmp_path / name)
    (tmp_path / "notes").mkdir()
    return tmp_path


def files(project):
    return {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("kinds", "version"),
    [(["fixed"], "1.9.3"), (["docs", "fixed"], "1.9.3"), (["fixed", "added"], "1.10.0"), (["added", "removed", "docs"], "2.0.0")],
)
def test_next(project, capsys, kinds, version):
    for ticket, kind in enumerate(kinds):
        (project / "notes" / f"{ticket}.{kind}.md").write_text("Text.\n")
    before = files(project)
    assert not main(["--root", str(project), "next"])
    done = capsys.readouterr()
    assert (done.out, done.err) == (f"{version}\n", "")
    assert files(project) == before
    assert main(["--root", str(project), "release", "2025-04-01"]) == 0
    assert capsys.readouterr().out == f"released {version}\n"


def test_after_another_release(project, capsys):
    (project / "CHANGELOG.md").write_text("# Changes\n")
    (project / "notes" / "1.added.md").write_text("Text.\n")
    assert not main(["--root", str(project), "next"])
    assert capsys.readouterr().out == "0.1.0\n"


def test_errors(project, capsys):
    assert main(["--root", str(project), "next"]) == 1
    done = capsys.readouterr()
    assert (done.out, done.err) == ("", "relnotes: there are no notes\n")
    (project / "notes" / "1.odd.md").write_text("Text.\n")
    assert main(["--root", str(project), "next"]) == 1
    done = capsys.readouterr()
    assert (done.out, done.err) == ("", "relnotes: 1.odd.md is not called like a note\n")
    assert main(["--root", str(project / "nowhere"), "next"]) == 1
    assert capsys.readouterr().err.startswith("relnotes: ")


def test_as_a_program():
    done = run_python("-m", "relnotes", "next")
    assert (done.returncode, done.stdout) == (0, "1.10.0\n")


def test_the_other_commands(project, capsys):
    (project / "notes" / "1.fixed.md").write_text("Text.\n")
    assert main(["--root", str(project), "preview"]) == 0
    assert capsys.readouterr().out == "## 1.9.3 (unreleased)\n\n### Fixed\n\n- Text. (#1)\n"
    with pytest.raises(SystemExit):
        main(["--root", str(project), "release"])
    with pytest.raises(SystemExit):
        main(["--root", str(project), "other"])
