import pytest

from accesslog.counts import error_rate, per_hour, percentile, status_counts, top_paths
from helpers import entry


def test_top_paths():
    entries = [entry(path) for path in ("/b", "/c", "/a", "/b", "/c", "/d")]
    assert top_paths(entries, 3) == [("/b", 2), ("/c", 2), ("/a", 1)]


def test_statuses():
    entries = [entry(status=status) for status in (404, 200, 204, 503)]
    assert status_counts(entries) == {"2xx": 2, "4xx": 1, "5xx": 1}
    assert error_rate(entries) == 0.5
    assert error_rate([]) == 0


def test_per_hour():
    hours = per_hour([entry(hour=0), entry(hour=23), entry(hour=23)])
    assert len(hours) == 24
    assert (hours[0], hours[23], sum(hours)) == (1, 2, 3)


def test_percentile():
    entries = [entry(seconds=number / 10) for number in range(10, 0, -1)] + [entry()]
    assert percentile(entries, 0.5) == 0.5
    assert percentile(entries, 0.95) == 1.0
    assert percentile(entries, 0.01) == 0.1
    assert percentile(entries, 1) == 1.0
    assert percentile([entry()], 0.5) is None
    with pytest.raises(ValueError):
        percentile(entries, 0)
