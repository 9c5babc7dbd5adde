from support import WORKSPACE, node, own_node_tests_pass


def test_the_new_name():
    code = """
import * as basket from "./src/index.js";
console.log(JSON.stringify([basket.shippingPrice(1, "DE"), Object.keys(basket).sort()]));
"""
    assert node(code) == [490, ["Basket", "applyVoucher", "bulkDiscount", "shippingPrice", "total"]]


def test_the_old_name_is_gone():
    for path in [*WORKSPACE.glob("src/*.js"), *WORKSPACE.glob("test/*.js")]:
        assert "shippingCost" not in path.read_text(), path


def test_their_tests_pass():
    assert own_node_tests_pass()
