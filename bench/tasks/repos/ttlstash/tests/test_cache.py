import pytest

from ttlstash import Cache


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_put_and_get(clock):
    cache = Cache(clock=clock)
    cache.put("a", 1)
    assert cache.get("a") == 1
    assert cache.get("b", "none") == "none"
    assert (cache.stats.hits, cache.stats.misses) == (1, 1)


def test_ttl(clock):
    cache = Cache(ttl=60, clock=clock)
    cache.put("a", 1)
    cache.put("b", 2, ttl=5)
    clock.now += 5
    assert cache.keys() == ["a"]
    clock.now += 54.9
    assert "a" in cache
    clock.now += 0.1
    assert "a" not in cache
    assert len(cache) == 0


def test_ttl_of_zero(clock):
    cache = Cache(ttl=60, clock=clock)
    cache.put("a", 1, ttl=0)
    assert cache.get("a") is None


def test_the_oldest_goes(clock):
    cache = Cache(max_items=2, clock=clock)
    for key in "abc":
        cache.put(key, 1)
    assert cache.keys() == ["b", "c"]
    assert cache.stats.evictions == 1


def test_what_is_read_stays(clock):
    cache = Cache(max_items=2, clock=clock)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert cache.keys() == ["a", "c"]


def test_delete(clock):
    cache = Cache(clock=clock)
    for key in ("user:1:name", "user:2:name", "user:2:mail"):
        cache.put(key, "x")
    assert cache.delete("user:1:name")
    assert not cache.delete("user:1:name")
    assert cache.delete_matching("user:2:*") == 2
    assert len(cache) == 0


def test_no_room():
    with pytest.raises(ValueError, match="at least 1"):
        Cache(max_items=0)
