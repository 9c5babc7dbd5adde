from confstack import Config


def test_get_ignores_case():
    config = Config({"server": {"port": "80"}})
    assert [config.get(name) for name in ("server.port", "Server.Port", "SERVER.PORT")] == ["80"] * 3
    assert config.get("Server.Host", "none") == "none"
    assert config.get("Other.x") is None
