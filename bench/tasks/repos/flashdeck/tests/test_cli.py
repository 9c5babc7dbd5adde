from pathlib import Path

import pytest

from flashdeck.cli import main
from flashdeck.store import load_deck

SPANISH = str(Path(__file__).parents[1] / "decks" / "spanish.txt")


@pytest.fixture
def run(tmp_path):
    def run(*arguments, today="2025-03-01"):
        return main(["--deck", str(tmp_path / "deck.json"), "--today", today, *arguments])

    return run


def test_a_first_day(run, capsys, tmp_path):
    assert run("import", SPANISH) == 0
    assert run("import", SPANISH) == 0
    assert run("answer", "la mesa", "yes") == 0
    assert run("due", "--limit", "2") == 0
    assert capsys.readouterr().out.splitlines() == [
        "7 new cards",
        "0 new cards",
        "la mesa = the table: box 2, again on 2025-03-04",
        "1  hola",
        "1  gracias",
    ]
    card = load_deck(tmp_path / "deck.json").lookup("la mesa")
    assert card.tags == {"home", "noun"}
    assert [answer.known for answer in card.answers] == [True]


def test_due_with_a_tag(run, capsys):
    run("import", SPANISH)
    capsys.readouterr()
    assert run("due", "--tag", "verb") == 0
    assert capsys.readouterr().out == "1  abrir\n1  comer\n"


def test_forget(run, capsys):
    run("import", SPANISH)
    run("answer", "hola", "yes")
    assert run("forget", "hola") == 0
    capsys.readouterr()
    run("due", "--limit", "1")
    assert capsys.readouterr().out == "1  hola\n"


def test_stats(run, capsys):
    run("import", SPANISH)
    run("answer", "hola", "yes")
    run("answer", "comer", "no")
    capsys.readouterr()
    assert run("stats", today="2025-03-02") == 0
    assert capsys.readouterr().out.splitlines() == [
        "box 1: 1", "box 2: 1", "box 3: 0", "box 4: 0", "box 5: 0", "known: 50%", "streak: 1"
    ]


def test_unknown_card(run, capsys):
    assert run("answer", "hola", "yes") == 1
    assert capsys.readouterr().err == "flashdeck: there is no card 'hola'\n"
