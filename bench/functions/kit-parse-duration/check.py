import pytest
from kit.dates import parse_duration as p


def test_it():
    assert p("0m") == 0 and p("10h5m") == 605
    for bad in ("m", "1h30", "1m2m", "-5", "1 h"):
        with pytest.raises(ValueError):
            p(bad)
