import json
import shutil

import pytest

from splitpot import format_amount, parse_amount
from splitpot.cli import main
from support import WORKSPACE, started_as


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("7.5", 750),
        ("7.50", 750),
        ("7.05", 705),
        ("7.0", 700),
        ("7", 700),
        ("0.1", 10),
        ("0.01", 1),
        ("0.9", 90),
        ("19.99", 1999),
        (" 120.3 ", 12030),
        ("0", 0),
        ("1000000.7", 100000070),
    ],
)
def test_amounts(text, cents):
    assert parse_amount(text) == cents
    assert isinstance(parse_amount(text), int)


@pytest.mark.parametrize("text", ["", "-3", "1,50", "2.505", "7.", ".5", "ten", "7.5.0", "7 .5"])
def test_no_amounts(text):
    with pytest.raises(ValueError):
        parse_amount(text)


def test_all_amounts_come_back():
    for cents in range(0, 2500):
        assert parse_amount(format_amount(cents)) == cents


def test_the_command(tmp_path):
    file = tmp_path / "flat.json"
    shutil.copy(WORKSPACE / "data" / "flat.json", file)
    count = len(json.loads(file.read_text())["expenses"])
    assert main(["add", str(file), "Ana", "7.5", "bread"]) == 0
    rows = json.loads(file.read_text())["expenses"]
    assert (len(rows), rows[-1]["amount"], rows[-1]["what"]) == (count + 1, "7.50", "bread")


def test_old_rows_are_as_before():
    old = json.loads(started_as("data/flat.json"))["expenses"]
    assert json.loads((WORKSPACE / "data" / "flat.json").read_text())["expenses"][: len(old)] == old
