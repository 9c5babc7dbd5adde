import pytest

from foodbank.cli import main


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "stock.csv").write_text("item,count,best_before\nmilk,8,2025-04-01\nbread,2,2025-03-10\nrice,9,\n")
    (tmp_path / "households.csv").write_text("name,adults,children,avoids\nMeier,2,1,tins pasta\n")
    (tmp_path / "visits.csv").write_text("name,day\nMeier,2025-03-07\n")
    return tmp_path


def run(folder, *arguments, day="2025-03-14"):
    return main(["--data", str(folder), "--day", day, *arguments])


def test_stock(folder, capsys):
    assert run(folder, "stock") == 0
    assert capsys.readouterr().out == "   8 milk\n   9 rice\n"


def test_expired(folder, capsys):
    assert run(folder, "expired") == 0
    assert capsys.readouterr().out == "   2 bread (2025-03-10)\n"


def test_pack(folder, capsys):
    assert run(folder, "pack", "Meier") == 0
    assert capsys.readouterr().out.splitlines() == ["Meier: 6 pieces", "    5 milk", "    1 rice", "  missing: 2 bread"]


def test_too_soon(folder, capsys):
    assert run(folder, "pack", "Meier", day="2025-03-09") == 1
    assert "may come again on 2025-03-14" in capsys.readouterr().err


def test_take(folder):
    assert run(folder, "take", "milk", "3") == 0
    assert "milk,5,2025-04-01\n" in (folder / "stock.csv").read_text()
    assert run(folder, "take", "milk", "6") == 1
