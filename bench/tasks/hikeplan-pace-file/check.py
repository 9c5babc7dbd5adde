import pytest

from hikeplan import Pace, load_pace
from support import WORKSPACE, code_without_docstrings, run_python, started_as


def test_the_pace():
    assert load_pace(WORKSPACE / "pace.toml") == Pace(flat=4.5, up=400, down=600, break_after=90, break_minutes=20)


def test_the_command():
    done = run_python("-m", "hikeplan", "routes/saddle.txt", "--pace", "pace.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == ["15:35 Lake Station", "16.1 km in 7:35 hours"]


@pytest.mark.parametrize("text", ["brake_minutes = 20", 'flat = "4.5"'])
def test_wrong_files_are_still_refused(tmp_path, text):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(ValueError):
        load_pace(tmp_path / "x.toml")


def test_the_code_is_as_before():
    for path in sorted((WORKSPACE / "hikeplan").glob("*.py")):
        assert code_without_docstrings(path.read_text()) == code_without_docstrings(started_as(f"hikeplan/{path.name}"))
