from decimal import Decimal

import pytest
from support import WORKSPACE, run_python

from ferrydeck import Tariff, Vehicle, load_tariff, quote

FILE = WORKSPACE / "data" / "tariff.ini"
TARIFF = load_tariff(FILE)


@pytest.mark.parametrize(
    ("vehicle", "passengers", "price"),
    [
        (Vehicle("bicycle", 180), [], "0"), (Vehicle("bicycle", 180), ["adult"], "7.50"), (Vehicle("foot", 0), [], "0"),
        (Vehicle("foot", 0), ["adult", "infant"], "7.50"), (Vehicle("foot", 0), ["infant"], "0"),
        (Vehicle("car", 430), ["infant", "infant"], "24"), (Vehicle("bicycle", 560), ["infant"], "6"),
        (Vehicle("motorcycle", 220), ["adult", "child"], "20.80"), (Vehicle("lorry", 1210), [], "106"),
    ],
)  # fmt: skip
def test_prices(vehicle, passengers, price):
    assert quote(TARIFF, vehicle, passengers) == Decimal(price)


@pytest.mark.parametrize("zero", [Decimal(0), Decimal("0.00")])
def test_other_free_ones(zero):
    tariff = Tariff({"scooter": zero, "car": Decimal(20)}, {"resident": zero, "adult": Decimal(5)})
    assert quote(tariff, Vehicle("scooter", 120), ["resident"]) == 0
    assert quote(tariff, Vehicle("car", 700), ["resident", "adult"]) == 25


def test_not_in_the_tariff():
    for vehicle, passengers, kind in [
        (Vehicle("tank", 430), [], "tank"),
        (Vehicle("bicycle", 180), ["dog"], "dog"),
        (Vehicle("tank", 430), ["adult"], "tank"),
        (Vehicle("foot", 0), ["infant", "pig"], "pig"),
    ]:
        with pytest.raises(ValueError, match=f"no fare for {kind}"):
            quote(TARIFF, vehicle, passengers)
    with pytest.raises(ValueError, match="no fare for bicycle"):
        quote(Tariff({}, {}), Vehicle("bicycle", 180))


def test_tariff_file_is_as_it_was():
    assert TARIFF.vehicles["bicycle"] == TARIFF.vehicles["foot"] == TARIFF.passengers["infant"] == 0


def test_command():
    done = run_python("-m", "ferrydeck", "quote", str(FILE), "bicycle 1.8", "infant")
    assert (done.returncode, done.stdout) == (0, "0.00 euros\n")
    done = run_python("-m", "ferrydeck", "quote", str(FILE), "foot", "dog")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "ferrydeck: no fare for dog\n")
