"""The machine itself."""

import json
from datetime import datetime

from vendbox.coins import CoinBox
from vendbox.journal import Journal, Sale
from vendbox.slots import Slot, SoldOut


class NotEnough(Exception):
    """There is not enough credit; `missing` says how much more it takes."""

    def __init__(self, missing):
        super().__init__(f"{missing} cents are missing")
        self.missing = missing


class Machine:
    def __init__(self, slots, box=None, journal=None, clock=datetime.now):
        self.slots = {slot.code: slot for slot in slots}
        self.box = box if box is not None else CoinBox()
        self.journal = journal if journal is not None else Journal()
        self._clock = clock
        self._inserted = []

    @property
    def credit(self):
        return sum(self._inserted)

    def slot(self, code):
        """The slot of a code, in capital or small letters."""
        try:
            return self.slots[code.strip().upper()]
        except KeyError:
            raise KeyError(f"no slot {code}") from None

    def insert(self, coin):
        """Put in a coin; returns the credit."""
        self.box.add(coin)
        self._inserted.append(coin)
        return self.credit

    def cancel(self):
        """Give back the coins that were put in."""
        coins, self._inserted = self._inserted, []
        self.box.remove(coins)
        return coins

    def buy(self, code):
        """Buy what is in a slot; returns the product and the coins of the change."""
        slot = self.slot(code)
        if slot.count == 0:
            raise SoldOut(slot.code)
        if self.credit < slot.price:
            raise NotEnough(slot.price - self.credit)
        change = self.box.pay_out(self.credit - slot.price)
        product = slot.take()
        self._inserted = []
        self.journal.add(Sale(self._clock(), slot.code, product, slot.price))
        return product, change

    def fill_list(self):
        """How many of each product it takes to fill all slots, by product."""
        needed = {}
        for slot in self.slots.values():
            if slot.room:
                needed[slot.product] = needed.get(slot.product, 0) + slot.room
        return dict(sorted(needed.items()))


def load_machine(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    box = CoinBox({int(coin): number for coin, number in data["coins"].items()})
    return Machine([Slot(**slot) for slot in data["slots"]], box)
