const RATES = { DE: 490, AT: 890, CH: 1290 };
const FREE_FROM = 5000;

/** Shipping in cents: free from 50.00, else by country. */
export function shippingCost(amount, country) {
  if (!(country in RATES)) {
    throw new Error(`we do not ship to ${country}`);
  }
  return amount >= FREE_FROM ? 0 : RATES[country];
}
