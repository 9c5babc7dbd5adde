from support import node


def bill(price, quantity, voucher):
    return node(f"""
import {{ Basket, total }} from "./src/index.js";
const basket = new Basket();
basket.add({{ sku: "x", price: {price} }}, {quantity});
console.log(JSON.stringify(total(basket, {{ country: "DE", voucher: {voucher} }})));
""")


def test_free_shipping():
    assert bill(1000, 1, "{ freeShipping: true }") == {
        "items": 1000, "discount": 0, "shipping": 0, "tax": 160, "total": 1000,
    }
    assert bill(1000, 1, "{ freeShipping: true, from: 1000 }")["shipping"] == 0
    assert bill(999, 1, "{ freeShipping: true, from: 1000 }") == {
        "items": 999, "discount": 0, "shipping": 490, "tax": 238, "total": 1489,
    }
    assert bill(100, 10, "{ freeShipping: true, from: 950 }")["shipping"] == 490


def test_other_vouchers_are_as_before():
    assert bill(1000, 1, "{ percent: 10 }")["discount"] == 100
    assert bill(1000, 1, "undefined")["shipping"] == 490
