from datetime import date
from itertools import permutations

import pytest
from support import WORKSPACE, run_python

from woodpile import Stack, TooLittle, find_wood, listing, load_yard, pick, price

PATH = WORKSPACE / "data" / "yard.csv"
DAY = date(2025, 10, 20)


def places(parts):
    return [(stack.place, volume) for stack, volume in parts]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_every_order(order):
    file = load_yard(PATH)
    yard = [file[number] for number in order]
    before = list(yard)
    lines = listing(yard, DAY)
    assert places(pick(yard, 5, DAY)) == [("shed", 1.5), ("gate", 3), ("barn", 0.5)]
    assert yard == before
    with pytest.raises(TooLittle, match=r"0\.5 of 10 are missing"):
        pick(yard, 10, DAY)
    assert yard == before
    assert listing(yard, DAY) == lines


def test_again_and_again():
    yard = load_yard(PATH)
    first = pick(yard, 2, DAY)
    assert pick(yard, 2, DAY) == first
    assert places(first) == [("shed", 1.5), ("gate", 0.5)]
    assert yard == load_yard(PATH)


def test_same_day_in_the_order_of_the_file():
    birch = find_wood("birch")
    yard = [Stack(place, birch, 1, 1, 1, date(2023, 1, 1)) for place in ("z", "a", "m")]
    assert places(pick(yard, 2.5, DAY)) == [("z", 1), ("a", 1), ("m", 0.5)]


def test_not_dry_is_not_taken():
    yard = load_yard(PATH)
    assert places(pick(yard, 4.5, date(2025, 3, 10))) == [("shed", 1.5), ("gate", 3)]
    with pytest.raises(TooLittle):
        pick(yard, 2, date(2025, 3, 9))
    assert [stack.place for stack in yard] == ["gate", "barn", "brook", "shed"]
    with pytest.raises(ValueError, match="not an amount"):
        pick(yard, -1, DAY)
    with pytest.raises(TooLittle):
        pick([], 1, DAY)


def test_price_and_command():
    assert price(pick(load_yard(PATH), 2, DAY), km=7.2) == 204.5
    done = run_python("-m", "woodpile", "quote", str(PATH), "2", "--km", "6", "--day", "2025-10-20")
    assert (done.returncode, done.stdout) == (0, "shed    birch     1.50\ngate    beech     0.50\n201.50\n")
    done = run_python("-m", "woodpile", "list", str(PATH), "--day", "2025-10-20")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["gate", "barn", "brook", "shed"]
