import pytest

from parkhouse.tariff import day_fee, fee, started_hours


@pytest.mark.parametrize(
    ("minutes", "hours"), [(30, 1), (60, 1), (119, 2), (120, 2), (121, 3), (240, 4), (241, 5), (1439, 24), (1440, 24)]
)
def test_started_hours(minutes, hours):
    assert started_hours(minutes) == hours


def test_fees():
    assert [fee(minutes) for minutes in (15, 16, 60, 120, 121, 300)] == [0, 250, 250, 430, 610, 970]
    assert [fee(1440 + minutes) for minutes in (0, 1, 60, 120, 420, 1440)] == [1500, 1750, 1750, 1930, 2830, 3000]
    assert [day_fee(minutes) for minutes in (0, 60, 420, 480)] == [0, 250, 1330, 1500]
