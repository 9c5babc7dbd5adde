import pytest

from printfarm.cli import main

SPOOLS = "id,material,colour,grams_left,opened\nA,PLA,red,200,\nB,ABS,black,35,2025-01-02\nC,PLA,red,90,2025-01-05\n"


@pytest.fixture()
def spools(tmp_path):
    path = tmp_path / "spools.csv"
    path.write_text(SPOOLS)
    return str(path)


def test_stock(spools, capsys):
    assert main(["--spools", spools, "stock"]) == 0
    assert capsys.readouterr().out == "A PLA red: 200 g\nB ABS black: 35 g\nC PLA red: 90 g\n"


def test_quote(tmp_path, capsys):
    prices = tmp_path / "prices.toml"
    prices.write_text("setup = 100\nhalf_hour = 50\n[gram]\nPLA = 2\n")
    main(["--prices", str(prices), "quote", "hook x2 PLA red 40g 50m"])
    assert capsys.readouterr().out == "hook: 4.60 EUR\n"


def test_plan(tmp_path, capsys):
    jobs = tmp_path / "jobs.txt"
    jobs.write_text("hook PLA red 40g 45m due 2025-05-02\n\nbox PLA red 90g 2h10m due 2025-05-01\n")
    main(["plan", str(jobs), "--printers", "one"])
    assert capsys.readouterr().out == "one 0m-2h10m box\none 2h10m-2h55m hook\n"
