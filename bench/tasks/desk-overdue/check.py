from datetime import date

import pytest

from lendingdesk import Desk, Item, Loan, Member
from lendingdesk.cli import main
from lendingdesk.store import save


@pytest.fixture
def desk():
    items = [Item(code, f"Title {code}") for code in ("a", "b", "c", "d")]
    due = {"a": 12, "b": 10, "d": 11, "c": 10}
    loans = [Loan(code, "m1" if code == "c" else "m2", date(2024, 5, day)) for code, day in due.items()]
    return Desk(items, [Member("m1", "Ines Ott"), Member("m2", "Paul Berg")], reversed(loans))


def test_overdue(desk):
    codes = [[loan.item for loan in desk.overdue(date(2024, 5, day))] for day in (10, 11, 12, 13)]
    assert codes == [[], ["b", "c"], ["b", "c", "d"], ["b", "c", "d", "a"]]
    assert desk.overdue(date(2024, 5, 11))[0] is desk.loans["b"]


def test_the_command(desk, tmp_path, capsys):
    library, rules = tmp_path / "library.json", tmp_path / "rules.json"
    save(desk, library)
    before = library.read_text()
    rules.write_text('{"fine": {"grace_days": 5}}')
    options = ["--library", str(library), "--rules", str(rules), "--today"]
    assert main([*options, "2024-05-10", "overdue"]) == 0
    assert capsys.readouterr().out == "nothing is overdue\n"
    assert main([*options, "2024-05-12", "overdue"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "b Title b, Paul Berg, 2 days late", "c Title c, Ines Ott, 2 days late", "d Title d, Paul Berg, 1 day late",
    ]
    assert library.read_text() == before
    assert main([*options, "2024-05-12", "member", "m1"]) == 0
    assert capsys.readouterr().out.startswith("Ines Ott, unpaid fines: 0.00")
