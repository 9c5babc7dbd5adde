import json

from support import WORKSPACE, own_tests_pass

from jobline import Queue
from jobline.cli import main


def test_the_new_name(tmp_path, capsys):
    queue = Queue()
    queue.add("low", urgency=1)
    queue.add("high", urgency=2)
    assert [job.urgency for job in queue.ready()] == [2, 1]
    file = tmp_path / "jobs.json"
    assert main(["--file", str(file), "add", "x", "--urgency", "4"]) == 0
    assert main(["--file", str(file), "list"]) == 0
    assert "(urgency 4)" in capsys.readouterr().out
    assert json.loads(file.read_text())[0]["urgency"] == 4


def test_the_old_name_is_gone():
    for path in [*WORKSPACE.rglob("*.py"), WORKSPACE / "README.md"]:
        assert "priority" not in path.read_text().lower(), path


def test_their_tests_pass():
    assert own_tests_pass("tests")
