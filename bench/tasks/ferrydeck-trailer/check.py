import pytest
from support import WORKSPACE, run_python

from ferrydeck import Vehicle, parse_vehicle


@pytest.mark.parametrize(
    ("text", "kind", "length"),
    [
        ("car 4.3 + 2.5", "car", 680), ("van 6.4+3", "van", 940), ("  Car 4+2  ", "car", 600),
        ("LORRY 12 +8.25", "lorry", 2025), ("car 4.35+ 2.15", "car", 650), ("car 4.3  +  12", "car", 1630),
        ("motorcycle 2.2 + 1.1", "motorcycle", 330), ("bicycle 1.8 + 0.9", "bicycle", 270),
    ],
)  # fmt: skip
def test_trailer(text, kind, length):
    vehicle = parse_vehicle(text)
    assert vehicle == Vehicle(kind, length)
    assert isinstance(vehicle.length, int)
    assert vehicle.room == length + 30


@pytest.mark.parametrize(
    ("text", "kind", "length"),
    [
        ("van 6.4", "van", 640),
        (" Car 4 ", "car", 400),
        ("car 4.29", "car", 429),
        ("foot", "foot", 0),
        ("FOOT", "foot", 0),
    ],
)
def test_without(text, kind, length):
    assert parse_vehicle(text) == Vehicle(kind, length)


@pytest.mark.parametrize(
    "text",
    [
        "", "car", "4.3", "car 0", "car -4", "car 4.3 m", "car four", "car 4.3 +", "car 4.3+", "car + 2.5", "car +2.5",
        "car 4.3 2.5", "car 4.3 + x", "car 4.3 + -1", "+ 2.5", "4.3 + 2.5", "car 4.3 ++ 2.5", "car 4.3 - 2.5",
        "car 0 + 2.5",
    ],
)  # fmt: skip
def test_not_a_vehicle(text):
    with pytest.raises(ValueError, match="not a vehicle"):
        parse_vehicle(text)


def test_command():
    tariff = str(WORKSPACE / "data" / "tariff.ini")
    done = run_python("-m", "ferrydeck", "quote", tariff, "car 4.3 + 2.5", "adult")
    assert (done.returncode, done.stdout) == (0, "43.50 euros\n")
    done = run_python("-m", "ferrydeck", "quote", tariff, "car 4.3 +")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "ferrydeck: not a vehicle: 'car 4.3 +'\n")
