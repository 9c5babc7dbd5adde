from pathlib import Path

import pytest

from meterbill import Step, Tariff, energy_price, load_tariffs

STEPS = Tariff("steps", 0, (Step(300, 100), Step(200, 400), Step(100)))


@pytest.mark.parametrize(
    ("kwh", "cents"), [(0, 0), (1, 30), (100, 3000), (101, 3020), (400, 9000), (401, 9010), (1000, 15_000)]
)
def test_steps(kwh, cents):
    assert energy_price(STEPS, kwh) == cents


def test_tenths_are_rounded():
    assert [energy_price(Tariff("x", 0, (Step(345),)), kwh) for kwh in (1, 2, 3)] == [35, 69, 104]


def test_our_tariffs():
    tariffs = load_tariffs(Path(__file__).parent.parent / "data" / "tariffs.json")
    assert {"brook", "river", "lake"} <= set(tariffs)
    assert all(tariff.steps[-1].up_to is None for tariff in tariffs.values())
