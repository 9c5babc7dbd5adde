import pytest

from brewlog.cli import main

BATCHES = """number,beer,brewed,og,fg,bottled,bottles
1,Pale Ale,2024-02-03,1.050,1.012,2024-02-24,39
2,Stout,2024-03-02,1.064,,,
"""
STOCK = "ingredient,grams\nmalt,3000\nhops,40\n"
RECIPE = """{"name": "Stout", "litres": 20, "ingredients": [
    {"name": "malt", "grams": 4000}, {"name": "hops", "grams": 30}]}"""


@pytest.fixture
def data(tmp_path):
    (tmp_path / "recipes").mkdir()
    (tmp_path / "batches.csv").write_text(BATCHES)
    (tmp_path / "stock.csv").write_text(STOCK)
    (tmp_path / "recipes" / "stout.json").write_text(RECIPE)
    return str(tmp_path)


def test_list(data, capsys):
    assert main(["--data", data, "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "  1  2024-02-03   5.0 %  Pale Ale",
        "  2  2024-03-02       -  Stout",
    ]


def test_show(data, capsys):
    assert main(["--data", data, "show", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Batch 1: Pale Ale",
        "Brewed on 2024-02-03, original gravity 1.050",
        "Alcohol: 5.0 %",
        "39 bottles, filled on 2024-02-24",
    ]


def test_no_such_batch(data, capsys):
    assert main(["--data", data, "show", "3"]) == 1
    assert capsys.readouterr().err == "brewlog: there is no batch 3\n"


def test_missing(data, capsys):
    assert main(["--data", data, "missing", "stout"]) == 0
    assert capsys.readouterr().out == "malt: 1000 g\n"


def test_missing_for_another_amount(data, capsys):
    assert main(["--data", data, "missing", "stout", "--litres", "30"]) == 0
    assert capsys.readouterr().out == "malt: 3000 g\nhops: 5 g\n"
