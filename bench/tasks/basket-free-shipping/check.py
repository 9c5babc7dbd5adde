from support import node


def bill(price, voucher):
    return node(f"""
import {{ Basket, total }} from "./src/index.js";
const basket = new Basket();
basket.add({{ sku: "x", price: {price} }});
console.log(JSON.stringify(total(basket, {{ country: "AT", voucher: {{ cents: {voucher} }} }})));
""")


def test_shipping_after_discounts():
    assert bill(5200, 500) == {"items": 5200, "discount": 500, "shipping": 890, "tax": 932, "total": 5590}
    assert bill(5200, 200)["shipping"] == 0
    assert bill(5000, 1)["shipping"] == 890
