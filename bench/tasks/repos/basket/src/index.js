export { Basket } from "./basket.js";
export { bulkDiscount, applyVoucher } from "./discounts.js";
export { shippingCost } from "./shipping.js";
export { total } from "./total.js";
