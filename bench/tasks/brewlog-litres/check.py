import pytest
from support import run_python


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["pale-ale", "--litres", "40"], ["pale malt: 900 g", "Cascade: 80 g"]),
        (["--litres", "30", "wheat"], ["wheat malt: 2400 g"]),
        (["wheat", "--litres=12.5"], ["wheat malt: 300 g"]),
        (["wheat", "--litres", "10"], []),
        (["pale-ale", "--litres", "20"], ["Cascade: 10 g"]),
        (["pale-ale"], ["Cascade: 10 g"]),
        (["wheat"], ["wheat malt: 1200 g"]),
    ],
)
def test_the_command(arguments, lines):
    done = run_python("-m", "brewlog", "missing", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(done.stdout.splitlines()) == sorted(lines)


def test_it_is_in_the_help():
    assert "--litres" in run_python("-m", "brewlog", "missing", "--help").stdout
