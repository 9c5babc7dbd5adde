import pytest
from support import WORKSPACE
from ttlstash import Cache, replay
from ttlstash.__main__ import main


class Clock:
    now = 50.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.mark.parametrize("of_cache", [None, 0, 0.5, 60])
def test_zero_of_the_entry(clock, of_cache):
    cache = Cache(ttl=of_cache, clock=clock)
    cache.put("a", 1, ttl=0)
    assert "a" not in cache
    assert cache.get("a", "none") == "none"
    assert (cache.keys(), len(cache)) == ([], 0)
    assert (cache.stats.hits, cache.stats.misses) == (0, 1)


def test_zero_of_the_cache(clock):
    cache = Cache(ttl=0, clock=clock)
    cache.put("a", 1)
    cache.put("b", 2, ttl=5)
    assert cache.keys() == ["b"]
    clock.now += 4
    assert cache.get("b") == 2
    clock.now += 1
    assert cache.keys() == []


def test_an_entry_that_was_there(clock):
    cache = Cache(ttl=60, clock=clock)
    cache.put("a", 1)
    cache.put("a", 2, ttl=0)
    assert cache.get("a") is None
    cache.put("a", 3)
    assert cache.get("a") == 3


def test_a_clock_at_zero(clock):
    clock.now = 0
    cache = Cache(clock=clock)
    cache.put("a", 1, ttl=0)
    cache.put("b", 1)
    assert cache.keys() == ["b"]


def test_never(clock):
    cache = Cache(clock=clock)
    cache.put("a", 1)
    cache.put("b", 2, ttl=None)
    clock.now += 1e9
    assert cache.keys() == ["a", "b"]


def test_other_times(clock):
    cache = Cache(ttl=10, clock=clock)
    cache.put("a", 1)
    cache.put("b", 2, ttl=0.5)
    cache.put("c", 3, ttl=20)
    assert cache.keys() == ["a", "b", "c"]
    clock.now += 0.5
    assert cache.keys() == ["a", "c"]
    clock.now += 9.5
    assert cache.keys() == ["c"]


def test_replay(capsys):
    reads = WORKSPACE / "data" / "reads.csv"
    assert replay(reads, 9, ttl=0).stats.hits == 0
    assert main(["replay", str(reads), "--ttl", "0"]) == 0
    assert "hit rate 0.0%" in capsys.readouterr().out
    assert replay(reads, 6).stats.hits == 30
