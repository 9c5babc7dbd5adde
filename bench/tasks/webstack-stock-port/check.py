import json
import tomllib

from support import WORKSPACE, run_python, started_as


def test_everything_says_8250():
    stock, shop = (tomllib.loads((WORKSPACE / f"services/{name}.toml").read_text()) for name in ("stock", "shop"))
    assert stock["port"] == 8250
    assert shop["environment"]["STOCK_URL"] == "http://stock:8250"
    ports = {route["service"]: route["port"] for route in json.loads((WORKSPACE / "gateway.json").read_text())["routes"]}
    assert ports == {"shop": 8000, "accounts": 8100, "stock": 8250}


def test_the_validator_is_as_before_and_content():
    assert (WORKSPACE / "validate.py").read_text() == started_as("validate.py")
    assert run_python("validate.py").stdout == "ok\n"
