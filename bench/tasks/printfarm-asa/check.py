import re

from printfarm import Prices, load_prices
from printfarm.cli import main
from support import WORKSPACE, started_as

GRAM = {"PLA": 3, "PETG": 5, "ABS": 4, "ASA": 6, "TPU": 7}


def test_the_prices():
    assert load_prices(WORKSPACE / "prices.toml") == Prices(gram=GRAM, setup=150, half_hour=40)


def test_the_command(capsys):
    for line in ("case x2 ASA white 50g 1h", "case x2 PETG clear 50g 1h"):
        assert main(["--prices", str(WORKSPACE / "prices.toml"), "quote", line]) == 0
    assert capsys.readouterr().out == "case: 9.10 EUR\ncase: 8.10 EUR\n"


def test_the_table():
    text = (WORKSPACE / "README.md").read_text()
    rows = re.findall(r"^\s*\|\s*[*`]*([A-Z]+)[*`]*\s*\|\s*(\d+)\b[^|\n]*\|?\s*$", text, re.MULTILINE)
    assert sorted(rows) == sorted((name, str(cents)) for name, cents in GRAM.items())


def test_the_rest_is_as_before():
    lines = {line.strip() for line in (WORKSPACE / "README.md").read_text().splitlines()}
    for line in started_as("README.md").splitlines():
        assert line.startswith("|") or line.strip() in lines
    for path in sorted((WORKSPACE / "printfarm").glob("*.py")):
        assert path.read_text() == started_as(f"printfarm/{path.name}")
