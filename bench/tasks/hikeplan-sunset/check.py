import pytest

from hikeplan.__main__ import main
from support import run_python

ROUTE = "Village\nMill: 3 km, 0 up, 0 down\nHut: 2 km, 600 up, 0 down\n"


@pytest.fixture
def run(tmp_path, capsys):
    file = tmp_path / "route.txt"
    file.write_text(ROUTE)

    def run(*options):
        main([str(file), *options])
        return capsys.readouterr().out.splitlines()

    return run


AT_EIGHT = [" 8:00 Village", " 8:45 Mill", "11:15 Hut", "5 km in 3:15 hours"]


def test_late(run):
    assert run("--sunset", "11:14") == [*AT_EIGHT, "after sunset"]
    assert run("--sunset", "9:30") == [*AT_EIGHT, "after sunset"]
    assert run("--start", "16:00", "--sunset", "18:20")[-2:] == ["5 km in 3:15 hours", "after sunset"]


@pytest.mark.parametrize("sunset", ["11:15", "11:16", "17:45", "20:05"])
def test_in_time(run, sunset):
    assert run("--sunset", sunset) == AT_EIGHT


def test_in_time_in_the_morning(run):
    assert run("--start", "5:30", "--sunset", "16:02")[-1] == "5 km in 3:15 hours"


def test_past_midnight(run):
    assert run("--start", "21:00", "--sunset", "21:30")[-2:] == ["5 km in 3:15 hours", "after sunset"]


def test_without_the_option(run):
    assert run() == AT_EIGHT


def test_with_a_pace():
    done = run_python("-m", "hikeplan", "routes/saddle.txt", "--pace", "pace.toml", "--sunset", "15:30")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-3:] == ["15:35 Lake Station", "16.1 km in 7:35 hours", "after sunset"]
