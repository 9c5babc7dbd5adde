from datetime import datetime

import pytest

from weatherlog import Reading, parse_reading


def test_parse():
    assert parse_reading("2025-03-01 06:00;-1.5;0.2;4.0\n") == Reading(datetime(2025, 3, 1, 6), -1.5, 0.2, 4.0)


def test_no_rain():
    assert parse_reading("2025-03-01 06:00; 3; ;4").rain == 0


def test_wrong_number_of_fields():
    with pytest.raises(ValueError, match="four fields"):
        parse_reading("2025-03-01 06:00;-1.5;0.2")
