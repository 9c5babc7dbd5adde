import pytest

from makelet.cli import main
from support import run_python

TEXT = """
[targets.last]
needs = ["first", "second"]
run = ["echo >> ran-last"]

[targets.first]
run = ["echo >> ran-one", "COMMAND", "echo >> ran-two"]

[targets.second]
run = ["echo >> ran-three"]

[targets.alone]
run = ["echo >> ran-alone", "COMMAND"]
"""
FAILING = ["exit 1", "exit 3", "no-such-program-here", "cat no-such-file"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    def run(command, *arguments):
        (tmp_path / "makelet.toml").write_text(TEXT.replace("COMMAND", command))
        monkeypatch.chdir(tmp_path)
        try:
            code = main(list(arguments))
        except SystemExit as end:
            code = end.code
        return code, sorted(path.name[4:] for path in tmp_path.glob("ran-*"))

    return run


@pytest.mark.parametrize("command", FAILING)
def test_stops(run, command):
    assert run(command) == (1, ["one"])


@pytest.mark.parametrize("command", FAILING)
def test_the_last_command(run, command):
    assert run(command, "alone") == (1, ["alone"])


def test_the_message(run, capfd):
    run("exit 3", "last")
    assert "first: exit code 3" in capfd.readouterr().err


def test_all_well(run):
    assert run("true") == (0, ["last", "one", "three", "two"])


def test_dry_run(run):
    assert run("exit 1", "--dry-run") == (0, [])


def test_wrong_file(run):
    assert run("$(NOTHING)") == (2, [])


@pytest.mark.parametrize(("command", "code"), [("exit 4", 1), ("true", 0)])
def test_as_a_program(tmp_path, command, code):
    (tmp_path / "makelet.toml").write_text(TEXT.replace("COMMAND", command))
    assert run_python("-m", "makelet", "--file", str(tmp_path / "makelet.toml")).returncode == code
    assert (tmp_path / "ran-last").exists() == (code == 0)
