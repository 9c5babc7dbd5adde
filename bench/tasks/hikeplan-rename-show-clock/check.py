import hikeplan
from hikeplan.clock import format_clock
from support import WORKSPACE, own_tests_pass, run_python


def test_the_new_name():
    assert hikeplan.format_clock is format_clock
    assert "format_clock" in hikeplan.__all__
    assert [format_clock(minutes) for minutes in (450, 0, 1445)] == ["7:30", "0:00", "0:05"]
    assert "format_clock" in (WORKSPACE / "README.md").read_text()


def test_the_old_name_is_gone():
    for path in WORKSPACE.rglob("*"):
        if path.suffix in (".py", ".md"):
            assert "show_clock" not in path.read_text(), path


def test_the_command():
    done = run_python("-m", "hikeplan", "routes/saddle.txt", "--pace", "pace.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == ["15:35 Lake Station", "16.1 km in 7:35 hours"]


def test_their_tests_pass():
    for name in ("clock", "pace", "packing", "route", "timing"):
        assert own_tests_pass(f"tests/test_{name}.py")
