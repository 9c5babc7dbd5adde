import pytest
from makelet.cli import main

TEXT = """
[targets."out/a.txt"]
needs = ["in.txt"]
run = ["echo hello > out/a.txt"]
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "in.txt").touch()
    (tmp_path / "makelet.toml").write_text(TEXT)
    return tmp_path / "makelet.toml"


def test_build(file):
    assert main(["--file", str(file)]) == 0
    assert (file.parent / "out" / "a.txt").read_text() == "hello\n"


def test_dry_run(file, capsys):
    assert main(["--file", str(file), "--dry-run"]) == 0
    assert capsys.readouterr().out == "echo hello > out/a.txt\n"
    assert not (file.parent / "out").exists()


def test_no_such_target(file, capsys):
    assert main(["--file", str(file), "docs"]) == 2
    assert "no target docs" in capsys.readouterr().err
