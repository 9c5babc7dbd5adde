import pytest

from parkhouse.tariff import fee, started_hours


@pytest.mark.parametrize(("minutes", "hours"), [(1, 1), (59, 1), (60, 1), (61, 2), (180, 3)])
def test_started_hours(minutes, hours):
    assert started_hours(minutes) == hours


@pytest.mark.parametrize(
    ("minutes", "cents"), [(0, 0), (15, 0), (16, 250), (60, 250), (61, 430), (600, 1500), (1440, 1500), (1500, 1750)]
)
def test_fee(minutes, cents):
    assert fee(minutes) == cents
