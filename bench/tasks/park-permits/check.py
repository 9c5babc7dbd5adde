from datetime import date, datetime

import pytest

from parkhouse import Garage, Permit
from parkhouse.permits import has_permit
from parkhouse.plates import normal_plate


@pytest.mark.parametrize("text", ["hd-xy 7", "HD XY7", "hdxy7", "Hd-Xy-7"])
def test_plates(text):
    assert normal_plate(text) == "HDXY7"
    permits = [Permit("KA1", date(2025, 1, 1), date(2025, 1, 9)), Permit(text, date(2025, 1, 1), date(2025, 1, 9))]
    assert has_permit(permits, "HDXY7", date(2025, 1, 5))
    assert has_permit(permits, "hd-xy 7", date(2025, 1, 5))
    assert not has_permit(permits, "HDXY8", date(2025, 1, 5))


def test_days():
    one_day = Permit("HDXY7", date(2025, 2, 3), date(2025, 2, 3))
    assert [one_day.is_valid(date(2025, 2, day)) for day in (2, 3, 4)] == [False, True, False]
    year = Permit("HDXY7", date(2024, 3, 1), date(2025, 2, 28))
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 1))
    assert [year.is_valid(day) for day in days] == [False, True, True, True, False]


def test_in_the_garage():
    garage = Garage({"P1": 5}, [Permit("hd-xy 7", date(2025, 2, 1), date(2025, 2, 3))])
    garage.enter("HDXY7", datetime(2025, 2, 3, 23))
    assert garage.leave("hdxy7", datetime(2025, 2, 4, 1)) == 0
    garage.enter("hd xy 7", datetime(2025, 2, 4, 1))
    with pytest.raises(ValueError):
        garage.enter("HDXY7", datetime(2025, 2, 4, 1))
    assert garage.leave("HDXY7", datetime(2025, 2, 4, 2)) == 250
