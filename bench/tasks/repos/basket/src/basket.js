/** Items by sku, each with a price in cents and a quantity. */
export class Basket {
  #lines = new Map();

  /** Add a quantity of a product; the same sku again adds up. */
  add(product, quantity = 1) {
    if (!Number.isInteger(quantity) || quantity < 1) {
      throw new RangeError(`quantity ${quantity} is no positive whole number`);
    }
    const line = this.#lines.get(product.sku);
    this.#lines.set(product.sku, { ...product, quantity: quantity + (line ? line.quantity : 0) });
  }

  /** Remove a quantity, or the whole line when none is given. */
  remove(sku, quantity = Infinity) {
    const line = this.#lines.get(sku);
    if (!line) {
      throw new Error(`there is no ${sku} in the basket`);
    }
    if (line.quantity <= quantity) {
      this.#lines.delete(sku);
    } else {
      line.quantity -= quantity;
    }
  }

  get lines() {
    return [...this.#lines.values()];
  }

  /** The price of all items in cents. */
  get subtotal() {
    return this.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  }
}
