from jobline.cli import main


def output(capsys, file, *arguments):
    assert main(["--file", str(file), *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_stats(tmp_path, capsys):
    file = tmp_path / "jobs.json"
    assert output(capsys, file, "stats") == ["no jobs"]
    for title in "abcd":
        output(capsys, file, "add", title)
    output(capsys, file, "next")
    output(capsys, file, "done", "1")
    output(capsys, file, "next")
    assert output(capsys, file, "stats") == ["waiting: 2", "running: 1", "done: 1"]
    assert len(output(capsys, file, "list")) == 4
