import json

from splitpot import load_pot, save_pot
from splitpot.cli import main


def make_file(tmp_path):
    file = tmp_path / "pot.json"
    row = {"day": "2025-06-01", "what": "cake", "payer": "Ana", "amount": "9.00", "for": {"Ana": 1, "Ben": 2}}
    back = {"day": "2025-06-02", "from": "Ben", "to": "Ana", "amount": "1.00"}
    file.write_text(json.dumps({"people": ["Ana", "Ben"], "expenses": [row], "payments": [back]}))
    return file


def test_balance_and_settle(tmp_path, capsys):
    file = make_file(tmp_path)
    assert main(["balance", str(file)]) == 0
    assert capsys.readouterr().out == "Ana: 5.00\nBen: -5.00\n"
    assert main(["settle", str(file)]) == 0
    assert capsys.readouterr().out == "Ben -> Ana: 5.00\n"


def test_add(tmp_path, capsys):
    file = make_file(tmp_path)
    assert main(["add", str(file), "Ben", "10", "tea", "--day", "2025-06-03"]) == 0
    assert main(["settle", str(file)]) == 0
    assert capsys.readouterr().out == "all even\n"


def test_wrong_amount(tmp_path, capsys):
    assert main(["add", str(make_file(tmp_path)), "Ben", "1,50", "tea"]) == 1
    assert "is no amount" in capsys.readouterr().err


def test_save_and_load(tmp_path):
    pot = load_pot(make_file(tmp_path))
    save_pot(pot, tmp_path / "other.json")
    assert load_pot(tmp_path / "other.json") == pot
