import random

import pytest
from support import WORKSPACE
from ttlstash import Cache, Stats, replay


def filled(keys="abc", **options):
    cache = Cache(max_items=3, **options)
    for key in keys:
        cache.put(key, key.upper())
    return cache


@pytest.mark.parametrize(
    ("reads", "keys"),
    [("", "abc"), ("a", "bca"), ("b", "acb"), ("c", "abc"), ("ab", "cab"), ("ba", "cba"), ("aab", "cab")],
)
def test_order(reads, keys):
    cache = filled()
    assert [cache.get(key) for key in reads] == list(reads.upper())
    assert cache.keys() == list(keys)
    cache.put("d", "D")
    assert cache.keys() == [*keys[1:], "d"]


def test_to_look_is_no_use():
    cache = filled()
    assert "a" in cache
    assert (cache.keys(), len(cache)) == (["a", "b", "c"], 3)
    cache.put("d", "D")
    assert cache.keys() == ["b", "c", "d"]


def test_put_is_a_use():
    cache = filled()
    cache.put("a", "new")
    assert cache.keys() == ["b", "c", "a"]
    assert cache.get("a") == "new"


def test_values_that_are_false():
    cache = filled()
    cache.put("a", None)
    cache.put("b", 0)
    assert cache.get("a", "default") is None
    assert cache.keys() == ["c", "b", "a"]


def test_missing_and_expired():
    now = [0]
    cache = filled(ttl=10, clock=lambda: now[0])
    assert cache.get("x") is None
    assert cache.keys() == ["a", "b", "c"]
    now[0] = 9
    assert cache.get("a") == "A"
    now[0] = 10
    assert cache.get("a", "gone") == "gone"
    assert cache.keys() == []
    assert cache.stats == Stats(hits=1, misses=2)


@pytest.mark.parametrize("seed", range(5))
def test_many(seed):
    rng, cache, order = random.Random(seed), Cache(max_items=4), []
    for _ in range(300):
        key = rng.choice("abcdefg")
        if rng.random() < 0.5:
            assert cache.get(key) == (key if key in order else None)
            if key not in order:
                continue
        else:
            cache.put(key, key)
        order = [*(other for other in order if other != key), key][-4:]
        assert cache.keys() == order


def test_our_reads():
    assert replay(WORKSPACE / "data" / "reads.csv", 6).stats == Stats(hits=30, misses=18, evictions=12)
