import pytest

from patchstat import FileStat, ordered, without

STATS = [FileStat("b.py", 1, 2), FileStat("web/a.lock", 90), FileStat("a.py", 3)]


def paths(stats):
    return [stat.path for stat in stats]


def test_order():
    assert paths(ordered(STATS)) == ["a.py", "b.py", "web/a.lock"]
    assert paths(ordered(STATS, "churn")) == ["web/a.lock", "a.py", "b.py"]
    with pytest.raises(ValueError, match="not an order"):
        ordered(STATS, "size")


def test_without():
    assert paths(without(STATS, ["*.lock"])) == ["b.py", "a.py"]
    assert paths(without(STATS, ["web/*", "b.*"])) == ["a.py"]
    assert paths(without(STATS, [])) == paths(STATS)
