"""The desk: who has what, and what may be done."""

from lendingdesk.errors import NotAllowed, Unknown
from lendingdesk.fines import fine_for, show_cents
from lendingdesk.model import Loan
from lendingdesk.opening import due_date
from lendingdesk.rules import Rules


class Desk:
    def __init__(self, items=(), members=(), loans=(), rules=None):
        self.items = {item.code: item for item in items}
        self.members = {member.code: member for member in members}
        self.loans = {loan.item: loan for loan in loans}
        self.rules = rules or Rules()

    def item(self, code):
        """Raises Unknown."""
        if code not in self.items:
            raise Unknown("item", code)
        return self.items[code]

    def member(self, code):
        """Raises Unknown."""
        if code not in self.members:
            raise Unknown("member", code)
        return self.members[code]

    def loan_of(self, item_code):
        """The loan of an item. Raises NotAllowed when it is not lent."""
        item = self.item(item_code)
        if item.code not in self.loans:
            raise NotAllowed(f"{item.title} is not lent")
        return self.loans[item.code]

    def loans_of(self, member_code):
        """The loans of a member, the one that is due first in front."""
        member = self.member(member_code)
        loans = [loan for loan in self.loans.values() if loan.member == member.code]
        return sorted(loans, key=lambda loan: (loan.due, loan.item))

    def lend(self, member_code, item_code, today):
        """Lend an item to a member; returns the loan. Raises NotAllowed."""
        member, item = self.member(member_code), self.item(item_code)
        if item.code in self.loans:
            raise NotAllowed(f"{item.title} is lent already")
        if item.reserved_by and item.reserved_by[0] != member.code:
            raise NotAllowed(f"{item.title} is reserved for somebody else")
        if len(self.loans_of(member.code)) >= self.rules.max_loans:
            raise NotAllowed(f"{member.name} has {self.rules.max_loans} items already")
        if member.fines >= self.rules.blocked_from_cents:
            raise NotAllowed(f"{member.name} has to pay {show_cents(member.fines)} first")
        if item.reserved_by:
            item.reserved_by.pop(0)
        loan = Loan(item.code, member.code, due_date(today, item.kind, self.rules))
        self.loans[item.code] = loan
        return loan

    def renew(self, item_code, today):
        """Lend an item again from today on to the member who has it; returns the loan. Raises NotAllowed."""
        loan, item = self.loan_of(item_code), self.item(item_code)
        if item.reserved_by:
            raise NotAllowed(f"{item.title} is reserved for somebody else")
        if loan.renewals >= self.rules.max_renewals:
            raise NotAllowed(f"{item.title} was renewed {loan.renewals} times already")
        if loan.days_late(today):
            raise NotAllowed(f"{item.title} is late")
        loan.due = due_date(today, item.kind, self.rules)
        loan.renewals += 1
        return loan

    def give_back(self, item_code, today):
        """Take an item back; returns the fine, which is added to those of the member. Raises NotAllowed."""
        loan = self.loan_of(item_code)
        fine = fine_for(loan, today, self.rules)
        self.member(loan.member).fines += fine
        del self.loans[item_code]
        return fine

    def reserve(self, member_code, item_code):
        """Put a member at the end of those who wait; returns how many wait now. Raises NotAllowed."""
        member, item = self.member(member_code), self.item(item_code)
        loan = self.loans.get(item.code)
        if member.code in item.reserved_by or (loan and loan.member == member.code):
            raise NotAllowed(f"{member.name} has {item.title} or waits for it already")
        item.reserved_by.append(member.code)
        return len(item.reserved_by)

    def pay(self, member_code, cents):
        """Pay a part of the fines; returns what is left. Raises NotAllowed."""
        member = self.member(member_code)
        if not 0 < cents <= member.fines:
            raise NotAllowed(f"{member.name} has to pay {show_cents(member.fines)}")
        member.fines -= cents
        return member.fines
