import pytest

from party import Dish, Party
from potluck import main
from signup import parse_signup

LASAGNE = Dish("Lasagne", "main", 8, "Ana", frozenset({"milk", "meat"}))
SALMON = Dish("Baked salmon", "main", 6, "Kim", frozenset({"fish"}))
PIE = Dish("Apple pie", "dessert", 12, "Lee", frozenset({"egg"}))
SALAD = Dish("Green salad", "side", 9, "Sol")


@pytest.fixture
def party():
    party = Party(10)
    for dish in (PIE, LASAGNE, SALAD, SALMON):
        party.bring(dish)
    return party


def test_refused(party):
    with pytest.raises(ValueError, match="Ana brings Lasagne already"):
        party.bring(Dish("lasagne", "main", 4, "Tom"))
    with pytest.raises(ValueError, match="no course 'snack'"):
        party.bring(Dish("Nuts", "snack", 4, "Tom"))


def test_menu(party):
    assert party.menu() == [SALMON, LASAGNE, SALAD, PIE]


def test_servings(party):
    assert party.servings("main") == 14
    assert party.servings("drink") == 0


def test_suitable(party):
    assert party.suitable("vegetarian") == [SALAD, PIE]
    assert party.suitable("vegan") == [SALAD]


def test_parse():
    assert parse_signup("Ana: Lasagne (main, 8) [milk, meat]\n") == LASAGNE
    assert parse_signup("Sol: Green salad (side, 9)") == SALAD


def test_no_dish():
    with pytest.raises(ValueError, match="no dish: 'Ana: Lasagne'"):
        parse_signup("Ana: Lasagne")


def test_the_command(tmp_path, capsys):
    file = tmp_path / "list.txt"
    file.write_text("Kim: Tea (drink, 5) [milk]\n\nAna: Soup (starter, 4) [meat]\n")
    main([str(file), "--guests", "5"])
    assert capsys.readouterr().out.splitlines() == [
        "starter  Soup (Ana)",
        "drink    Tea (Kim)",
        "missing: starter for 1",
        "missing: main for 5",
        "missing: side for 5",
        "missing: dessert for 5",
    ]
