import json

from support import WORKSPACE, node, started_as


def test_the_package_can_be_imported_by_its_name():
    code = 'import { shippingCost } from "basket"; console.log(JSON.stringify(shippingCost(1, "CH")));'
    assert node(code) == 1290


def test_the_rest_is_as_before():
    package = json.loads((WORKSPACE / "package.json").read_text())
    assert (package["name"], package["version"], package["scripts"]) == ("basket", "1.4.0", {"test": "node --test"})
    for name in ("src/index.js", "src/basket.js"):
        assert (WORKSPACE / name).read_text() == started_as(name)
