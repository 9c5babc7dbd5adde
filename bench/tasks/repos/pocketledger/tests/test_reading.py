from pathlib import Path

from pocketledger.book import Book
from pocketledger.reading import read_csv
from pocketledger.report import render

MARCH = Path(__file__).parent.parent / "data" / "march.csv"


def test_read_csv():
    entries = read_csv(MARCH)
    assert len(entries) == 6
    assert (entries[2].payee, entries[2].cents) == ("Employer", 215000)


def test_lines_without_an_amount_are_skipped(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Booking date;Payee;Amount;Category\n2024-01-01;A;;x\n2024-01-02;B;1,00;\n")
    assert [(entry.payee, entry.category) for entry in read_csv(path)] == [("B", "other")]


def test_report():
    text = render(Book(read_csv(MARCH)).in_month("2024-03"))
    assert text.splitlines()[-1] == "total" + "1.210,70".rjust(25)
