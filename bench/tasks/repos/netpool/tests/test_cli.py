import pytest
from netpool.cli import main

TEXT = """
[networks.lab]
network = "10.0.0.0/29"
gateway = "10.0.0.1"
reserved = ["10.0.0.2-3"]
fixed = { scope = "10.0.0.5" }
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "netpool.toml").write_text(TEXT)
    return str(tmp_path / "netpool.toml")


def test_check(file, capsys):
    assert main(["--file", file, "check"]) == 0
    assert capsys.readouterr().out == "ok\n"


def test_free(file, capsys):
    assert main(["--file", file, "free", "lab"]) == 0
    assert capsys.readouterr().out == "10.0.0.4\n"


def test_no_such_network(file, capsys):
    assert main(["--file", file, "free", "attic"]) == 2
    assert "no network attic" in capsys.readouterr().err
