import json
import random

import pytest

from splitpot import split
from splitpot.cli import main


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (1000, (1, 1, 1), (334, 333, 333)),
        (1001, (1, 1, 1), (334, 334, 333)),
        (1002, (1, 1, 1), (334, 334, 334)),
        (200, (1, 1, 1), (67, 67, 66)),
        (2, (1, 1, 1), (1, 1, 0)),
        (1, (1, 2), (1, 0)),
        (1000, (1, 2), (334, 666)),
        (1000, (2, 1), (667, 333)),
        (100, (3, 2, 2), (43, 29, 28)),
        (101, (2, 1, 3, 1), (29, 15, 43, 14)),
        (999, (1,), (999,)),
        (900, (2, 1), (600, 300)),
    ],
)
def test_parts(amount, shares, parts):
    names = "DCBA"[: len(shares)]
    result = split(amount, dict(zip(names, shares, strict=True)))
    assert list(result.items()) == list(zip(names, parts, strict=True))
    assert all(isinstance(part, int) for part in result.values())


def test_nothing_is_lost():
    chance = random.Random(7)
    for _ in range(500):
        amount = chance.randint(1, 10**6)
        shares = {name: chance.randint(1, 9) for name in "abcdefg"[: chance.randint(1, 7)]}
        before = dict(shares)
        parts = split(amount, shares)
        assert sum(parts.values()) == amount
        assert shares == before
        for name, part in parts.items():
            assert 0 <= part - amount * shares[name] // sum(shares.values()) <= 1


def test_settle(tmp_path, capsys):
    row = {"day": "2025-06-01", "what": "tea", "payer": "Ben", "amount": "10.00", "for": {"Ana": 1, "Ben": 1, "Cleo": 1}}
    (tmp_path / "pot.json").write_text(json.dumps({"people": ["Ana", "Ben", "Cleo"], "expenses": [row]}))
    assert main(["settle", str(tmp_path / "pot.json")]) == 0
    assert capsys.readouterr().out == "Ana -> Ben: 3.34\nCleo -> Ben: 3.33\n"
