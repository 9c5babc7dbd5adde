import pytest

from jobline.limit import RateLimit


def test_takes():
    limit = RateLimit(per_second=1, burst=2)
    assert [limit.take(0.0), limit.take(0.0), limit.take(0.0)] == [True, True, False]
    assert limit.take(1.0)
    assert not limit.take(1.5)
    assert limit.take(2.0)


def test_a_failed_take_costs_nothing():
    limit = RateLimit(per_second=1)
    limit.take(0.0)
    assert not any(limit.take(t / 10) for t in range(1, 10))
    assert limit.take(1.0)


def test_waits():
    limit = RateLimit(per_second=2, burst=2)
    assert limit.wait(3.0) == 0.0
    limit.take(3.0)
    assert limit.wait(3.0) == 0.0
    limit.take(3.0)
    assert limit.wait(3.0) == pytest.approx(0.5)
    assert limit.wait(9.0) == 0.0
    assert [limit.take(9.0) for _ in range(3)] == [True, True, False]
