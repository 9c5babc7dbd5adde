from pocketledger.money import parse_cents
from pocketledger.reading import read_csv


def test_thousands():
    assert parse_cents("1.234.567,89") == 123456789
    assert parse_cents("-3.000") == -300000
    assert parse_cents(" 12,3 ") == 1230


def test_missing_category(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Booking date;Payee;Amount;Category\n2024-01-02;B;1.001,00;   \n2024-01-02;B;1,00;food\n")
    assert [(entry.cents, entry.category) for entry in read_csv(path)] == [(100100, "other"), (100, "food")]
