from support import WORKSPACE, started_as

from pocketledger.reading import load_columns, read_csv


def test_the_columns_fit_the_file():
    assert load_columns() == {"date": "Booking date", "payee": "Payee", "amount": "Amount", "category": "Category"}
    assert [entry.payee for entry in read_csv(WORKSPACE / "data" / "march.csv")][:2] == ["Landlord", "Grocer"]


def test_only_the_configuration_was_changed():
    for name in ("pocketledger/reading.py", "data/march.csv"):
        assert (WORKSPACE / name).read_text() == started_as(name)
