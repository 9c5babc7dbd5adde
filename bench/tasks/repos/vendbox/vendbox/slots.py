"""The slots with the things to buy."""


class SoldOut(Exception):
    """There is nothing left in a slot."""


class Slot:
    def __init__(self, code, product, price, capacity, count=0):
        if not 0 <= count <= capacity:
            raise ValueError(f"slot {code} can't hold {count}")
        self.code = code
        self.product = product
        self.price = price
        self.capacity = capacity
        self.count = count

    @property
    def room(self):
        """How many more fit in."""
        return self.capacity - self.count

    def refill(self, number):
        """Put some in; returns how many did not fit."""
        if number < 0:
            raise ValueError(f"can't put in {number}")
        fits = min(number, self.room)
        self.count += fits
        return number - fits

    def take(self):
        if self.count == 0:
            raise SoldOut(self.code)
        self.count -= 1
        return self.product

    def change_product(self, product, price):
        """Use an empty slot for something else."""
        if self.count:
            raise ValueError(f"slot {self.code} is not empty")
        self.product = product
        self.price = price
