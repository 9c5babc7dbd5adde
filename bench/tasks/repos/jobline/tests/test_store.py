from jobline import Queue, Status
from jobline.cli import main
from jobline.store import load, save


def test_a_queue_survives(tmp_path):
    queue = Queue()
    queue.add("a", priority=3)
    queue.add("b", after=[1])
    queue.start_next()
    queue.fail(1, "oops", now=50)
    save(queue, tmp_path / "jobs.json")
    assert list(load(tmp_path / "jobs.json")) == list(queue)


def test_a_missing_file_is_an_empty_queue(tmp_path):
    assert len(load(tmp_path / "none.json")) == 0


def test_status_is_restored(tmp_path):
    queue = Queue()
    queue.add("a")
    queue.start_next()
    queue.finish(1)
    save(queue, tmp_path / "jobs.json")
    assert load(tmp_path / "jobs.json").get(1).status is Status.DONE


def test_command_line(tmp_path, capsys):
    file = str(tmp_path / "jobs.json")
    assert main(["--file", file, "add", "first", "--priority", "2"]) == 0
    assert main(["--file", file, "add", "second", "--after", "1"]) == 0
    assert main(["--file", file, "next"]) == 0
    assert main(["--file", file, "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "added job 1",
        "added job 2",
        "  1 running  first (priority 2)",
        "  1 running  first (priority 2)",
        "  2 waiting  second after 1",
    ]


def test_command_line_error(tmp_path, capsys):
    assert main(["--file", str(tmp_path / "jobs.json"), "done", "4"]) == 1
    assert capsys.readouterr().err == "jobline: there is no job 4\n"
