import pytest

from netpool.cli import main
from support import run_python

TEXT = """
[networks.lab]
network = "10.0.0.0/28"
gateway = "10.0.0.1"
reserved = ["10.0.0.3-5"]
fixed = { scope = "10.0.0.7" }

[networks.tiny]
network = "10.0.1.0/30"
gateway = "10.0.1.1"
fixed = { door = "10.0.1.2" }
"""
FREE = [f"10.0.0.{last}" for last in (2, 6, 8, 9, 10, 11, 12, 13, 14)]


@pytest.fixture
def free(tmp_path, capsys):
    (tmp_path / "netpool.toml").write_text(TEXT)

    def free(*arguments):
        code = main(["--file", str(tmp_path / "netpool.toml"), "free", *arguments])
        return code, *capsys.readouterr()

    return free


@pytest.mark.parametrize("count", [1, 2, 4, 8, 9, 10, 500])
def test_count(free, count):
    expected = "".join(f"{address}\n" for address in FREE[:count])
    assert free("lab", "--count", str(count)) == (0, expected, "")
    assert free(f"--count={count}", "lab") == (0, expected, "")


def test_without_it(free):
    assert free("lab") == (0, "10.0.0.2\n", "")


def test_full(free):
    assert free("tiny") == (1, "", "netpool: tiny is full\n")


def test_no_such_network(free):
    assert free("attic", "--count", "2") == (2, "", "netpool: there is no network attic\n")


def test_our_own_file():
    assert run_python("-m", "netpool", "free", "office", "--count", "2").stdout == "10.20.0.11\n10.20.0.13\n"


def test_help(capsys):
    with pytest.raises(SystemExit):
        main(["free", "--help"])
    assert "--count" in capsys.readouterr().out
