from datetime import datetime

import pytest

from snapkeep import Snapshot, parse_name


def test_parse_name():
    assert parse_name("web_2025-06-01_0230") == Snapshot("web", datetime(2025, 6, 1, 2, 30))
    assert parse_name("db_old-1_2025-06-01_2359").host == "db_old-1"


def test_name():
    assert Snapshot("web", datetime(2025, 6, 1, 2, 30)).name == "web_2025-06-01_0230"


@pytest.mark.parametrize(
    "name", ["web", "lost+found", "_2025-06-01_0230", "web_2025-06-31_0230", "web_2025-06-01_2460", "web_2025-6-1_0230"]
)
def test_no_snapshot(name):
    assert parse_name(name) is None
