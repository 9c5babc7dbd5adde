from confstack import load
from confstack.layers import from_environment

ENVIRON = {"APP_SERVER__PORT": "9", "APP_SERVER__HOST_NAME": "h", "APP_DEBUG": "1", "OTHER_SERVER__X": "2", "PATH": "/"}


def test_from_environment():
    assert from_environment(ENVIRON, "APP_") == {"server": {"port": "9", "host_name": "h"}}
    assert from_environment({}, "APP_") == {}


def test_load(tmp_path):
    path = tmp_path / "a.conf"
    path.write_text("[server]\nport = 1\nurl = :${port}\n")
    layer = from_environment(ENVIRON, "APP_")
    assert load([path], environment=layer).get("server.url") == ":9"
    config = load([path], ["server.port=5"], layer)
    assert config.get("server.url") == ":5"
    assert config.origin["server.host_name"] == "environment"
    assert config.origin["server.port"] == "override"
    assert load([path]).get("server.port") == "1"
