import json

import pytest
from support import run_python


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "index.md").write_text("# Start\n\n[old](old.md)\n[top](#start)\n")
    return tmp_path


def test_broken(docs):
    done = run_python("-m", "linkwatch", "check", str(docs))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "index.md:3: old.md: no such file\n1 broken link\n"


def test_several_broken(docs):
    (docs / "more.md").write_text("[a](a.md)\n[b](b.md)\n[c](index.md#c)\n")
    done = run_python("-m", "linkwatch", "check", "--format", "json", str(docs))
    assert (done.returncode, done.stderr, len(json.loads(done.stdout))) == (1, "", 4)


def test_fine(docs):
    (docs / "old.md").write_text("")
    done = run_python("-m", "linkwatch", "check", str(docs))
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 broken links\n", "")


def test_no_folder(docs):
    done = run_python("-m", "linkwatch", "check", str(docs / "nowhere"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_other_commands(docs):
    done = run_python("-m", "linkwatch", "anchor", "What is new?")
    assert (done.returncode, done.stdout) == (0, "#what-is-new\n")
    done = run_python("-m", "linkwatch", "links", str(docs / "index.md"))
    assert (done.returncode, done.stdout) == (0, "3: old.md\n4: #start\n")
