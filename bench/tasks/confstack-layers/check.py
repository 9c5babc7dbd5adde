from confstack import load
from confstack.layers import merge


def test_merge():
    layers = {"a": {"x": "1", "y": "1"}, "b": {"z": "1"}}, {"a": {"y": "2"}}, {"a": {"w": "3"}, "c": {}}
    assert merge(*layers) == {"a": {"x": "1", "y": "2", "w": "3"}, "b": {"z": "1"}, "c": {}}
    assert layers[0] == {"a": {"x": "1", "y": "1"}, "b": {"z": "1"}}


def test_overrides_win(tmp_path):
    path = tmp_path / "a.conf"
    path.write_text("[a]\nx = 1\ny = ${x}\n")
    config = load([path, path], ["a.x=9"])
    assert config.sections == {"a": {"x": "9", "y": "9"}}
    assert config.origin == {"a.x": "override", "a.y": str(path)}
