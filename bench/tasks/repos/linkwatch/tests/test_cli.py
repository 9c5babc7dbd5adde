import json

import pytest
from linkwatch.cli import main


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "index.md").write_text("# Start\n\n[old](old.md)\n[top](#start)\n")
    return tmp_path


def test_check(docs, capsys):
    assert main(["check", str(docs)]) == 1
    assert capsys.readouterr().out == "index.md:3: old.md: no such file\n1 broken link\n"


def test_check_as_json(docs, capsys):
    assert main(["check", str(docs), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {"file": "index.md", "line": 3, "target": "old.md", "reason": "no such file"}
    ]


def test_nothing_broken(docs, capsys):
    (docs / "old.md").write_text("")
    assert main(["check", str(docs)]) == 0
    assert capsys.readouterr().out == "0 broken links\n"


def test_no_folder(tmp_path, capsys):
    assert main(["check", str(tmp_path / "x")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_links(docs, capsys):
    assert main(["links", str(docs / "index.md")]) == 0
    assert capsys.readouterr().out == "3: old.md\n4: #start\n"


def test_anchor(capsys):
    assert main(["anchor", "What is new?"]) == 0
    assert capsys.readouterr().out == "#what-is-new\n"
