import pytest
from kit.lists import running_mean as r


def test_it():
    assert r([2, 4, 6, 8, 10], 3) == [4, 6, 8]
    assert r([5], 1) == [5]
    with pytest.raises(ValueError):
        r([1, 2], -1)
