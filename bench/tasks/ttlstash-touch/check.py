import pytest
from ttlstash import Cache, Stats


class Clock:
    now = 10.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.mark.parametrize(
    ("of_cache", "of_entry", "new", "lives"),
    [
        (60, None, None, 60),
        (60, 20, None, 60),
        (60, None, 20, 20),
        (60, 20, 90, 90),
        (None, 20, 30, 30),
        (None, None, 15, 15),
        (60, 20, 0.5, 0.5),
    ],
)
def test_lifetime(clock, of_cache, of_entry, new, lives):
    cache = Cache(ttl=of_cache, clock=clock)
    cache.put("a", "value", ttl=of_entry)
    clock.now += 15
    assert cache.touch("a", new) is True
    clock.now += lives - 0.25
    assert cache.get("a") == "value"
    clock.now += 0.25
    assert "a" not in cache


def test_it_never_expires_without_any_ttl(clock):
    cache = Cache(clock=clock)
    cache.put("a", 1, ttl=5)
    assert cache.touch("a") is True
    clock.now += 1e6
    assert cache.get("a") == 1


def test_zero(clock):
    cache = Cache(ttl=60, clock=clock)
    cache.put("a", 1)
    assert cache.touch("a", ttl=0) is True
    assert "a" not in cache


def test_expired(clock):
    cache = Cache(ttl=10, clock=clock)
    cache.put("a", 1)
    clock.now += 10
    assert cache.touch("a") is False
    assert cache.touch("a", ttl=99) is False
    assert cache.touch("b", ttl=99) is False
    assert cache.keys() == []
    assert cache.get("a") is None
    assert cache.get("b") is None


def test_stats(clock):
    cache = Cache(ttl=10, clock=clock)
    cache.put("a", 1)
    cache.touch("a")
    cache.touch("b")
    clock.now += 10
    cache.touch("a")
    assert cache.stats == Stats()


@pytest.mark.parametrize("value", [None, 0, "", False, []])
def test_values_that_are_false(clock, value):
    cache = Cache(ttl=10, clock=clock)
    cache.put("a", value)
    clock.now += 9
    assert cache.touch("a") is True
    clock.now += 9
    assert "a" in cache
    assert cache.get("a", "default") == value


def test_other_entries(clock):
    cache = Cache(max_items=2, ttl=10, clock=clock)
    cache.put("a", 1)
    cache.put("b", 2)
    clock.now += 5
    assert cache.touch("b", 20) is True
    assert sorted(cache.keys()) == ["a", "b"]
    clock.now += 5
    assert cache.keys() == ["b"]
    assert cache.stats.evictions == 0
