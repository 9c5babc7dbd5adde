import json
import tomllib

from support import WORKSPACE, run_python


def test_the_files():
    assert json.loads((WORKSPACE / "gateway.json").read_text()) == {
        "listen": 443,
        "routes": [
            {"path": "/", "service": "shop", "port": 8000},
            {"path": "/login", "service": "accounts", "port": 8100},
            {"path": "/api/stock", "service": "stock", "port": 8200},
        ],
    }
    accounts = tomllib.loads((WORKSPACE / "services/accounts.toml").read_text())
    assert accounts["health"] == {"path": "/health", "interval_s": 15, "timeout_s": 3}
    assert accounts["environment"] == {"SESSION_HOURS": "12", "LOG_LEVEL": "info"}
    assert run_python("validate.py").stdout == "ok\n"
