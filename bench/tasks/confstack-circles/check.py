import pytest

from confstack import InterpolationError
from confstack.interpolate import interpolate


def test_long_circles():
    with pytest.raises(InterpolationError, match=r"a\.x -> b\.y -> a\.z -> a\.x"):
        interpolate({"a": {"x": "${b.y}", "z": "${x}"}, "b": {"y": "${a.z}"}})
    with pytest.raises(InterpolationError, match=r"a\.x -> a\.x"):
        interpolate({"a": {"x": "1 ${x}"}})


def test_the_same_reference_twice_is_no_circle():
    assert interpolate({"a": {"x": "1", "y": "${x}${x}", "z": "${y}${x}"}})["a"]["z"] == "111"
