import pytest

import confstack
from confstack.interpolate import interpolate
from support import WORKSPACE, own_tests_pass


def test_the_new_name():
    assert issubclass(confstack.ReferenceFailure, confstack.ConfigError)
    assert "ReferenceFailure" in confstack.__all__
    with pytest.raises(confstack.ReferenceFailure):
        interpolate({"a": {"x": "${z}"}})


def test_the_old_name_is_gone():
    for path in WORKSPACE.rglob("*.py"):
        assert "InterpolationError" not in path.read_text(), path


def test_their_tests_pass():
    assert own_tests_pass("tests")
