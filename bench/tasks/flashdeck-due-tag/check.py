from datetime import date

import pytest

from flashdeck import Card, Deck
from flashdeck.cli import main

TODAY = date(2025, 6, 30)


def make_deck():
    deck = Deck(
        [
            Card("a", "1", frozenset({"x"})),
            Card("b", "2", frozenset({"y"})),
            Card("c", "3", frozenset({"x", "y"})),
            Card("d", "4"),
            Card("e", "5", frozenset({"xy"})),
            Card("f", "6", frozenset({"x"})),
        ]
    )
    deck.answer("a", True, date(2025, 6, 1))
    deck.answer("f", True, TODAY)
    return deck


@pytest.mark.parametrize(
    ("options", "fronts"),
    [
        ({}, "bcdea"),
        ({"limit": 2}, "bc"),
        ({"limit": 0}, ""),
        ({"tag": None}, "bcdea"),
        ({"tag": "x"}, "ca"),
        ({"tag": "y"}, "bc"),
        ({"tag": "xy"}, "e"),
        ({"tag": "z"}, ""),
        ({"tag": "x", "limit": 1}, "c"),
        ({"tag": "x", "limit": 5}, "ca"),
        ({"tag": "x", "limit": 0}, ""),
    ],
)
def test_due(options, fronts):
    assert [card.front for card in make_deck().due(TODAY, **options)] == list(fronts)


def test_limit_is_still_the_second_argument():
    assert [card.front for card in make_deck().due(TODAY, 3)] == ["b", "c", "d"]


def test_the_command(tmp_path, capsys):
    words = tmp_path / "words.txt"
    words.write_text("a = 1 #x\nb = 2 #y\nc = 3 #x #y\nd = 4\n")
    options = ["--deck", str(tmp_path / "deck.json"), "--today", "2025-06-30"]
    assert main([*options, "import", str(words)]) == 0

    def due(*more):
        capsys.readouterr()
        assert main([*options, "due", *more]) == 0
        return [line.split()[1] for line in capsys.readouterr().out.splitlines()]

    assert due() == ["a", "b", "c", "d"]
    assert due("--tag", "y") == ["b", "c"]
    assert due("--tag", "y", "--limit", "1") == ["b"]
    assert due("--limit", "3") == ["a", "b", "c"]
    assert due("--tag", "nothing") == []
