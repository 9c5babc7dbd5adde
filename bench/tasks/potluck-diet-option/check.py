import pytest

from potluck import main
from support import run_python


@pytest.mark.parametrize(
    ("diet", "lines"),
    [
        (
            "vegetarian",
            [
                "starter  Tomato soup (Jo Ann)",
                "main     Chickpea curry (Ravi)",
                "side     Potato salad (Sol)",
                "dessert  Brownies (Lee)",
                "dessert  Fruit salad (Tom)",
                "drink    Lemonade (Mei)",
            ],
        ),
        (
            "vegan",
            [
                "starter  Tomato soup (Jo Ann)",
                "main     Chickpea curry (Ravi)",
                "dessert  Fruit salad (Tom)",
            ],
        ),
    ],
)
def test_the_command(diet, lines):
    done = run_python("potluck.py", "signups.txt", "--diet", diet)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == lines


def test_the_option_in_front(tmp_path, capsys):
    file = tmp_path / "list.txt"
    file.write_text("Bo: Tuna rolls (starter, 5) [fish]\nDi: Cocoa (drink, 5) [milk]\nMo: Figs (dessert, 5)\n")
    main(["--diet", "vegetarian", str(file)])
    assert capsys.readouterr().out.splitlines() == ["dessert  Figs (Mo)", "drink    Cocoa (Di)"]


def test_without_the_option(tmp_path, capsys):
    file = tmp_path / "list.txt"
    file.write_text("Di: Cocoa (drink, 5) [milk]\nBo: Tuna rolls (starter, 5) [fish]\n")
    main([str(file)])
    assert capsys.readouterr().out.splitlines() == ["starter  Tuna rolls (Bo)", "drink    Cocoa (Di)"]
