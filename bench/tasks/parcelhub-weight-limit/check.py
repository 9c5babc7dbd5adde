import tomllib

import pytest

from parcelhub import NotAccepted, Parcel, load_settings, price
from support import WORKSPACE, started_as


def test_the_settings():
    settings = tomllib.loads((WORKSPACE / "settings.toml").read_text())
    before = tomllib.loads(started_as("settings.toml"))
    assert settings["limits"] == {"weight": 31500, "length": 120, "girth": 300}
    for section in ("zones", "prices", "extras"):
        assert settings[section] == before[section]
    assert set(settings) == set(before)


def test_parcels():
    settings = load_settings()
    assert price(Parcel("1", "Anna", "DE", 3151, 30, 20, 10), settings) == 699
    assert price(Parcel("1", "Anna", "AT", 31500, 30, 20, 10), settings) == 3099
    with pytest.raises(NotAccepted):
        price(Parcel("1", "Anna", "DE", 31501, 30, 20, 10), settings)


def test_the_code_is_as_before():
    for name in ("parcel", "prices", "settings", "manifest"):
        assert (WORKSPACE / "parcelhub" / f"{name}.py").read_text() == started_as(f"parcelhub/{name}.py")
