from vendbox.coins import COINS, CoinBox, NoChange
from vendbox.journal import Journal, Sale
from vendbox.machine import Machine, NotEnough, load_machine
from vendbox.slots import Slot, SoldOut

__all__ = ["COINS", "CoinBox", "Journal", "Machine", "NoChange", "NotEnough", "Sale", "Slot", "SoldOut", "load_machine"]
