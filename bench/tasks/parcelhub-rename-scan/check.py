from datetime import datetime

import parcelhub
import parcelhub.tracking
from support import WORKSPACE, own_tests_pass


def test_the_new_name():
    assert parcelhub.Scan is parcelhub.tracking.Scan
    assert parcelhub.Scan.__name__ == "Scan"
    assert set(parcelhub.__all__) >= {"Scan", "Tracker", "read_events", "price", "load_settings"}
    for name in parcelhub.__all__:
        assert hasattr(parcelhub, name)
    scan = parcelhub.Scan(time=datetime(2025, 3, 3, 18, 12), number="40011", state="accepted", place="Kassel")
    assert parcelhub.read_events(WORKSPACE / "data" / "scans.csv")[1] == scan
    assert parcelhub.Tracker([scan]).last("40011") is scan


def test_the_old_name_is_gone():
    for path in [*WORKSPACE.rglob("*.py"), WORKSPACE / "README.md"]:
        assert "TrackingEvent" not in path.read_text(), path
    assert "`Scan`" in (WORKSPACE / "README.md").read_text()


def test_their_tests_pass():
    assert own_tests_pass("tests")
    assert own_tests_pass("tests/test_tracking.py")
