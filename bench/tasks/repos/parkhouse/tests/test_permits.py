from datetime import date, datetime

from parkhouse import Garage, Permit
from parkhouse.permits import has_permit
from parkhouse.plates import normal_plate

PERMITS = [Permit("KAB12", date(2025, 6, 1), date(2025, 6, 30))]


def test_plates():
    assert normal_plate("k-ab 12") == "KAB12"
    assert normal_plate("KAB12") == "KAB12"


def test_days():
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [has_permit(PERMITS, "KAB12", day) for day in days] == [False, True, True, False]


def test_nothing_is_paid():
    garage = Garage({"P1": 3}, PERMITS)
    garage.enter("k-ab 12", datetime(2025, 6, 3, 8))
    assert garage.leave("KAB12", datetime(2025, 6, 3, 18)) == 0
    garage.enter("K-AB 13", datetime(2025, 6, 3, 8))
    assert garage.leave("KAB13", datetime(2025, 6, 3, 9)) == 250
