import pytest

from parcelhub import NotAccepted, Parcel, load_settings, price

SETTINGS = load_settings()


def parcel(country="DE", weight=1000, sides=(30, 20, 10)):
    return Parcel("1", "Anna", country, weight, *sides)


def test_price_by_weight_and_zone():
    assert price(parcel(weight=2000), SETTINGS) == 519
    assert price(parcel(weight=2001), SETTINGS) == 699
    assert price(parcel("AT", weight=9000), SETTINGS) == 1999
    assert price(parcel("FI", weight=400), SETTINGS) == 1499


def test_heavy_parcels():
    assert price(parcel(weight=31500), SETTINGS) == 1699
    with pytest.raises(NotAccepted, match="heavier"):
        price(parcel(weight=31501), SETTINGS)


def test_bulky_parcels():
    assert price(parcel(sides=(20, 100, 20)), SETTINGS) == 519 + 450
    with pytest.raises(NotAccepted, match="longer"):
        price(parcel(sides=(20, 121, 20)), SETTINGS)
    with pytest.raises(NotAccepted, match="girth"):
        price(parcel(sides=(60, 60, 61)), SETTINGS)


def test_no_such_zone():
    with pytest.raises(NotAccepted, match="nothing is sent to GB"):
        price(parcel("GB"), SETTINGS)
