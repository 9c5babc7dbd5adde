from pathlib import Path

import pytest

from confstack import InterpolationError, Schema, SchemaError, load
from confstack.__main__ import main
from confstack.interpolate import interpolate
from confstack.layers import from_overrides, merge

EXAMPLES = Path(__file__).parent.parent / "examples"
FILES = [EXAMPLES / "base.conf", EXAMPLES / "production.conf"]


def test_the_last_layer_wins():
    assert merge({"a": {"x": "1", "y": "1"}}, {"a": {"x": "2"}}) == {"a": {"x": "2", "y": "1"}}


def test_merge_leaves_its_input_alone():
    first = {"a": {"x": "1"}}
    merge(first, {"a": {"x": "2"}})
    assert first == {"a": {"x": "1"}}


def test_overrides():
    assert from_overrides(["A.b=c=d"]) == {"a": {"b": "c=d"}}
    with pytest.raises(ValueError):
        from_overrides(["b=c"])


def test_references_are_replaced_after_merging():
    config = load(FILES, ["server.port=443"])
    assert config.get("server.url") == "http://www.example.org:443/"
    assert config.origin["server.port"] == "override"
    assert config.origin["server.host"].endswith("production.conf")


def test_references_go_deep_and_dollars_stay():
    sections = {"a": {"x": "${y}!", "y": "${b.z}", "p": "$$5 ${x}"}, "b": {"z": "deep"}}
    assert interpolate(sections)["a"] == {"x": "deep!", "y": "deep", "p": "$5 deep!"}


def test_circles_and_unknown_references():
    with pytest.raises(InterpolationError, match=r"a.x -> a.y -> a.x"):
        interpolate({"a": {"x": "${y}", "y": "${x}"}})
    with pytest.raises(InterpolationError, match="there is no a.z"):
        interpolate({"a": {"x": "${z}"}})


def test_schema():
    schema = Schema.parse((EXAMPLES / "app.schema").read_text())
    values = load(FILES).checked(schema)
    assert values["limits.tags"] == ["web", "api"]
    assert (values["server.debug"], values["limits.timeout"]) == (False, 60)


def test_schema_names_every_problem():
    schema = Schema.parse("a.x = integer\na.y = text\na.z = boolean no\n")
    with pytest.raises(SchemaError) as caught:
        schema.apply({"a": {"x": "one", "w": "1"}})
    assert caught.value.problems == ["a.w is not known", "a.x: 'one' is no whole number", "a.y is missing"]


def test_command_line(capsys):
    assert main(["get", "server.port", str(FILES[0]), "--set", "server.port=99"]) == 0
    assert main(["get", "server.none", str(FILES[0])]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("99\n", "confstack: there is no server.none\n")
