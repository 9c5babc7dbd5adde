import pytest

from printfarm.cli import main
from support import WORKSPACE, run_python

ROWS = [("A", 99), ("B", 100), ("C", 0), ("D", 1000), ("E", 101), ("F", 20)]


@pytest.fixture()
def spools(tmp_path):
    path = tmp_path / "spools.csv"
    lines = [f"{name},PLA,red,{grams},\n" for name, grams in ROWS]
    path.write_text("id,material,colour,grams_left,opened\n" + "".join(lines))
    return str(path)


def stock(capsys, spools, *options):
    assert main(["--spools", spools, "stock", *options]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("low", "shown"), [("100", "ACF"), ("101", "ABCF"), ("20", "C"), ("21", "CF"), ("1", "C"), ("5000", "ABCDEF")]
)
def test_low(capsys, spools, low, shown):
    grams = dict(ROWS)
    assert stock(capsys, spools, "--low", low) == [f"{name} PLA red: {grams[name]} g" for name in shown]


def test_without_the_option(capsys, spools):
    assert stock(capsys, spools) == [f"{name} PLA red: {grams} g" for name, grams in ROWS]


def test_as_a_program():
    done = run_python("-m", "printfarm", "--spools", str(WORKSPACE / "data/spools.csv"), "stock", "--low", "100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["S06 PLA black: 85 g", "S07 PETG black: 0 g", "S13 ABS white: 58 g"]
