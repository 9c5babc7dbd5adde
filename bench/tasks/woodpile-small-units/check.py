from datetime import date

import pytest
from support import WORKSPACE, run_python

from woodpile import load_yard, parse_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("33 cm", 0.33), ("33cm", 0.33), ("33 CM", 0.33), (" 33  cm ", 0.33), ("33,5 cm", 0.335), ("33.5cm", 0.335),
        ("250 mm", 0.25), ("250mm", 0.25), ("1250,5 MM", 1.2505), ("1 mm", 0.001), ("100 cm", 1), ("1 cm", 0.01),
        ("2.4 m", 2.4), ("2,4m", 2.4), ("2.4 M", 2.4), ("99 m", 99), ("9900 cm", 99), ("6", 6), ("0,5", 0.5),
        (" 2 ", 2), ("99000 mm", 99),
    ],
)  # fmt: skip
def test_lengths(text, length):
    assert parse_length(text) == pytest.approx(length)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "m", "cm", "mm", "0", "0 cm", "0 mm", "-1 m", "-33 cm", "3 ft", "3 in", "two cm", "3 m m", "3 cmm",
        "33 cm cm", "100 m", "10000 cm", "100000 mm", "3 c", "1 2 cm",
    ],
)  # fmt: skip
def test_not_a_length(text):
    with pytest.raises(ValueError) as error:
        parse_length(text)
    assert str(error.value) == f"not a length: {text!r}"


def test_yard(tmp_path):
    (tmp_path / "yard.csv").write_text(
        "place,wood,length,depth,height,stacked\ngate,ash,4 m,33 cm,1500mm,2023-05-05\nbarn,oak,2,50cm,1 m,2023-05-05\n"
    )
    gate, barn = load_yard(tmp_path / "yard.csv")
    assert (gate.length, gate.depth, gate.height) == pytest.approx((4, 0.33, 1.5))
    assert (gate.volume, barn.volume) == (1.98, 1)
    assert gate.ready_on == date(2024, 11, 5)
    done = run_python("-m", "woodpile", "list", str(tmp_path / "yard.csv"), "--day", "2025-01-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "gate    ash       1.98  dry\nbarn    oak       1.00  dry on 2025-11-05\n"


def test_file_of_the_yard():
    assert [stack.volume for stack in load_yard(WORKSPACE / "data" / "yard.csv")] == [3, 5, 6, 1.5]
