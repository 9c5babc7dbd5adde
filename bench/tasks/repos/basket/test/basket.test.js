import assert from "node:assert/strict";
import { test } from "node:test";

import { applyVoucher, Basket, bulkDiscount, shippingCost, total } from "../src/index.js";

const tea = { sku: "tea", price: 450 };

test("quantities add up", () => {
  const basket = new Basket();
  basket.add(tea);
  basket.add(tea, 2);
  assert.equal(basket.subtotal, 1350);
  assert.throws(() => basket.add(tea, 0), RangeError);
});

test("remove takes a quantity or the line", () => {
  const basket = new Basket();
  basket.add(tea, 5);
  basket.remove("tea", 2);
  assert.equal(basket.lines[0].quantity, 3);
  basket.remove("tea");
  assert.deepEqual(basket.lines, []);
  assert.throws(() => basket.remove("tea"), /no tea/);
});

test("ten of a kind are cheaper", () => {
  assert.equal(bulkDiscount([{ price: 99, quantity: 10 }, { price: 100, quantity: 9 }]), 99);
});

test("vouchers", () => {
  assert.equal(applyVoucher(1000, { percent: 15 }), 150);
  assert.equal(applyVoucher(1000, { cents: 5000 }), 1000);
  assert.equal(applyVoucher(1000, { cents: 300, from: 2000 }), 0);
  assert.equal(applyVoucher(1000), 0);
});

test("shipping", () => {
  assert.equal(shippingCost(4999, "AT"), 890);
  assert.equal(shippingCost(5000, "AT"), 0);
  assert.throws(() => shippingCost(1, "US"), /US/);
});

test("the bill", () => {
  const basket = new Basket();
  basket.add(tea, 2);
  assert.deepEqual(total(basket, { country: "DE" }), { items: 900, discount: 0, shipping: 490, tax: 222, total: 1390 });
  basket.add(tea, 8);
  assert.deepEqual(total(basket, { country: "DE", voucher: { percent: 10 } }), {
    items: 4500, discount: 855, shipping: 490, tax: 660, total: 4135,
  });
});
