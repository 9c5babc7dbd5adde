from support import run_python


def test_the_command():
    done = run_python("-m", "leaguetable", "results.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        " 1. River Rovers   3   4:3     5",
        " 2. Hill City      3   4:4     4",
        " 3. Lions          3   4:4     4",
        " 4. Bears          3   3:4     3",
    ]


def test_another_file(tmp_path):
    file = tmp_path / "results.txt"
    file.write_text("Ants 1:0 Busy Bees\n")
    done = run_python("-m", "leaguetable", str(file))
    assert done.stdout.splitlines() == [" 1. Ants        1   1:0     3", " 2. Busy Bees   1   0:1     0"]
