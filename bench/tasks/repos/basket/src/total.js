import { applyVoucher, bulkDiscount } from "./discounts.js";
import { shippingCost } from "./shipping.js";

const TAX_PERCENT = { DE: 19, AT: 20, CH: 8.1 };

/** The bill of a basket. Prices hold the tax already; `tax` tells how much of the total it is. */
export function total(basket, { country, voucher } = {}) {
  const items = basket.subtotal;
  const bulk = bulkDiscount(basket.lines);
  const discount = bulk + applyVoucher(items - bulk, voucher);
  const shipping = shippingCost(items - discount, country);
  const sum = items - discount + shipping;
  const percent = TAX_PERCENT[country];
  return { items, discount, shipping, tax: Math.round((sum * percent) / (100 + percent)), total: sum };
}
