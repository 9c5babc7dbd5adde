import pytest

from confstack import Schema, SchemaError


def test_numbers():
    schema = Schema.parse("a.x = number\na.y = integer 3\n")
    assert schema.apply({"a": {"x": "1e3"}}) == {"a.x": 1000.0, "a.y": 3}
    assert isinstance(schema.apply({"a": {"x": "4"}})["a.x"], float)
    with pytest.raises(SchemaError, match="a.x: '1,5' is no number"):
        schema.apply({"a": {"x": "1,5"}})
