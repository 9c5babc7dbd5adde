import configparser
import json
import tomllib

from support import WORKSPACE, run_python


def test_mail():
    services = {path.stem: tomllib.loads(path.read_text()) for path in (WORKSPACE / "services").glob("*.toml")}
    assert services["mail"] == {
        "name": "mail",
        "image": "registry.example.org/mail:1.0.0",
        "port": 8300,
        "needs": ["accounts"],
        "health": {"path": "/healthz", "interval_s": 20, "timeout_s": 4},
        "environment": {"ACCOUNTS_URL": "http://accounts:8100", "LOG_LEVEL": "info"},
    }
    assert set(services) == {"accounts", "mail", "shop", "stock"}
    limits = configparser.ConfigParser()
    limits.read(WORKSPACE / "limits.ini")
    assert dict(limits["mail"]) == {"memory": "128", "restarts": "2"}
    assert dict(limits["shop"]) == {"memory": "512", "restarts": "5"}
    routes = json.loads((WORKSPACE / "gateway.json").read_text())["routes"]
    assert {"path": "/mail", "service": "mail", "port": 8300} in routes
    assert len(routes) == 4
    assert run_python("validate.py").stdout == "ok\n"
