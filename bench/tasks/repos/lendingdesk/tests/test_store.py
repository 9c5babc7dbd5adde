from datetime import date

from lendingdesk import Desk, Item, Loan, Member, Rules, load_rules
from lendingdesk.cli import main
from lendingdesk.store import load, save


def test_there_and_back(tmp_path):
    loan = Loan("b1", "m1", date(2024, 5, 6), renewals=1)
    desk = Desk([Item("b1", "Harbour", "film", ["m2"])], [Member("m1", "Ines", 20), Member("m2", "Paul")], [loan])
    save(desk, tmp_path / "library.json")
    again = load(tmp_path / "library.json", Rules())
    assert (again.items, again.members, again.loans) == (desk.items, desk.members, desk.loans)


def test_rules(tmp_path):
    file = tmp_path / "rules.json"
    file.write_text('{"max_loans": 3, "holidays": ["2024-05-01"], "fine": {"grace_days": 4}}')
    rules = load_rules(file)
    assert (rules.max_loans, rules.max_renewals, rules.fine.grace_days, rules.fine.cents_per_day) == (3, 2, 4, 20)
    assert rules.holidays == {date(2024, 5, 1)}
    assert rules.days_for("film") == 28


def test_command_line(tmp_path, capsys):
    library, rules = tmp_path / "library.json", tmp_path / "rules.json"
    save(Desk([Item("b1", "Harbour")], [Member("m1", "Ines")]), library)
    rules.write_text("{}")
    options = ["--library", str(library), "--rules", str(rules), "--today"]
    assert main([*options, "2024-05-06", "lend", "m1", "b1"]) == 0
    assert main([*options, "2024-06-06", "member", "m1"]) == 0
    assert main([*options, "2024-06-06", "lend", "m1", "b1"]) == 1
    done = capsys.readouterr()
    assert done.out == "due 2024-06-03\nInes, unpaid fines: 0.00\n  b1 Harbour, due 2024-06-03, fine 0.60\n"
    assert done.err == "lendingdesk: Harbour is lent already\n"
