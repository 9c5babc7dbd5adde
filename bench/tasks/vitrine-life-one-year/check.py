import pytest
from support import run_python

from vitrine import Item, label, life


@pytest.mark.parametrize(
    ("born", "died", "text"),
    [
        (1948, None, "(born 1948)"), (2001, None, "(born 2001)"), (None, 1672, "(died 1672)"), (None, 900, "(died 900)"),
        (None, -19, "(died 19 BC)"), (-70, None, "(born 70 BC)"), (45, None, "(born AD 45)"), (None, 79, "(died AD 79)"),
        (1902, 1988, "(1902–1988)"), (-70, -19, "(70 BC–19 BC)"), (-4, 65, "(4 BC–AD 65)"), (1850, 1850, "(1850–1850)"),
        (None, None, ""),
    ],
)  # fmt: skip
def test_life(born, died, text):
    assert life(born, died) == text


def test_no_year_0():
    with pytest.raises(ValueError, match="no year 0"):
        life(0, None)


@pytest.mark.parametrize(
    ("born", "died", "line"),
    [
        (1948, None, "Mira Holt (born 1948)"), (None, 2003, "Mira Holt (died 2003)"),
        (1948, 2003, "Mira Holt (1948–2003)"), (None, None, "Mira Holt"),
    ],
)  # fmt: skip
def test_label(born, died, line):
    item = Item("2019.2.1", "Stack", "Mira Holt", born, died, 1990, 1995, material="clay", height=300)
    assert label(item) == f"{line}\nStack, 1990–95\nclay, 30 cm\n2019.2.1"


def test_command(tmp_path):
    (tmp_path / "objects.csv").write_text(
        "number,title,maker,born,died,from,to,about,material,height,width,depth\n2019.2.1,Stack,Mira Holt,1948,,,,,,,,\n"
    )
    done = run_python("-X", "utf8", "-m", "vitrine", "--data", str(tmp_path), "label", "2019.2.1")
    assert (done.returncode, done.stdout) == (0, "Mira Holt (born 1948)\nStack\n2019.2.1\n")
