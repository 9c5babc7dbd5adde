from datetime import datetime, timezone

import pytest

from accesslog import Entry
from accesslog.counts import percentile
from accesslog.report import make_report
from accesslog.settings import Settings

TIME = datetime(2025, 5, 1, tzinfo=timezone.utc)


def entries(*seconds):
    return [Entry("a", None, TIME, "GET", "/", "", 200, 1, "Mozilla", value) for value in seconds]


@pytest.mark.parametrize(
    ("count", "share", "expected"),
    [
        (10, 0.5, 5), (10, 0.51, 6), (10, 0.05, 1), (10, 0.1, 1), (10, 0.95, 10), (10, 1, 10), (10, 0.9, 9),
        (4, 0.25, 1), (4, 0.26, 2), (4, 0.75, 3), (4, 0.76, 4), (4, 0.5, 2), (3, 0.5, 2), (5, 0.5, 3), (7, 0.5, 4),
        (1, 0.01, 1), (1, 0.5, 1), (1, 1, 1), (2, 0.5, 1), (2, 0.75, 2), (20, 0.96, 20), (100, 0.995, 100),
        (3, 0.25, 1), (9, 0.25, 3), (8, 0.875, 7),
    ],
)  # fmt: skip
def test_nearest_rank(count, share, expected):
    values = list(range(1, count + 1))
    assert percentile(entries(*values), share) == expected
    assert percentile(entries(*values[::-1], None, None), share) == expected


def test_nothing_measured():
    assert percentile([], 0.5) is None
    assert percentile(entries(None), 1) is None


@pytest.mark.parametrize("share", [0, -0.5, 1.01, 95])
def test_wrong_share(share):
    with pytest.raises(ValueError):
        percentile(entries(1), share)


def test_the_report():
    assert "95% within: 0.700 s" in make_report(entries(*[0.7] * 39, 5.0), Settings())
