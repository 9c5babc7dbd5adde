"""The desk of a small library."""

from lendingdesk.desk import Desk
from lendingdesk.errors import LendingError, NotAllowed, Unknown
from lendingdesk.model import Item, Loan, Member
from lendingdesk.rules import Rules, load_rules

__all__ = ["Desk", "Item", "LendingError", "Loan", "Member", "NotAllowed", "Rules", "Unknown", "load_rules"]
