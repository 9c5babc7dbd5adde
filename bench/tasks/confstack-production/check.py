from support import WORKSPACE, started_as

from confstack import Schema, load

EXAMPLES = WORKSPACE / "examples"


def test_the_values():
    schema = Schema.parse(started_as("examples/app.schema"))
    assert load([EXAMPLES / "base.conf", EXAMPLES / "production.conf"]).checked(schema) == {
        "server.host": "www.example.org", "server.port": 8080, "server.url": "http://www.example.org:8080/",
        "server.debug": False, "limits.timeout": 60.0, "limits.tags": ["web", "api"],
    }


def test_code_and_schema_are_as_before():
    for name in ("examples/app.schema", "confstack/values.py", "confstack/schema.py"):
        assert (WORKSPACE / name).read_text() == started_as(name)
