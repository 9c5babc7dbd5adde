/** Ten percent off each line of ten or more, rounded down to a cent. */
export function bulkDiscount(lines) {
  return lines
    .filter((line) => line.quantity >= 10)
    .reduce((sum, line) => sum + Math.floor((line.price * line.quantity) / 10), 0);
}

/**
 * What a voucher takes off an amount, in cents; never more than the amount.
 * A voucher is { percent } or { cents }, with an optional minimum amount in `from`.
 */
export function applyVoucher(amount, voucher) {
  if (!voucher || amount < (voucher.from ?? 0)) {
    return 0;
  }
  const off = voucher.percent ? Math.round((amount * voucher.percent) / 100) : voucher.cents;
  return Math.min(off, amount);
}
