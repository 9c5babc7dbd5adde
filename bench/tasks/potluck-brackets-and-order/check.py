import pytest

from party import Dish, Party
from signup import parse_signup
from support import run_python


@pytest.mark.parametrize(
    ("line", "dish"),
    [
        ("Bo: Rice (side, 5)", Dish("Rice", "side", 5, "Bo")),
        ("  Bo Lee: Iced tea with mint (drink, 20)\n", Dish("Iced tea with mint", "drink", 20, "Bo Lee")),
        ("Bo: Rice (side, 5) [egg]", Dish("Rice", "side", 5, "Bo", frozenset({"egg"}))),
        (
            "Bo: Rice (side, 5) [egg, sea food,nuts]",
            Dish("Rice", "side", 5, "Bo", frozenset({"egg", "sea food", "nuts"})),
        ),
    ],
)
def test_parse(line, dish):
    assert parse_signup(line) == dish


@pytest.mark.parametrize("line", ["Bo: Rice", "Rice (side, 5)", "Bo: Rice (side)", "Bo: Rice (side, five) [egg]"])
def test_no_dish(line):
    with pytest.raises(ValueError):
        parse_signup(line)


def test_menu():
    party = Party(3)
    for number, course in enumerate(("drink", "side", "starter", "dessert", "main", "side", "starter")):
        party.bring(Dish(f"Dish {9 - number}", course, 3, "Bo"))
    assert [(dish.course, dish.name) for dish in party.menu()] == [
        ("starter", "Dish 3"),
        ("starter", "Dish 7"),
        ("main", "Dish 5"),
        ("side", "Dish 4"),
        ("side", "Dish 8"),
        ("dessert", "Dish 6"),
        ("drink", "Dish 9"),
    ]


def test_the_command():
    done = run_python("potluck.py", "signups.txt", "--guests", "12")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "starter  Tomato soup (Jo Ann)",
        "main     Baked salmon (Kim)",
        "main     Chickpea curry (Ravi)",
        "main     Lasagne (Ana)",
        "side     Potato salad (Sol)",
        "dessert  Brownies (Lee)",
        "dessert  Fruit salad (Tom)",
        "drink    Lemonade (Mei)",
        "missing: side for 3",
    ]
