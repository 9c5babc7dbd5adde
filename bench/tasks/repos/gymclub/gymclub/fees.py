"""What a member pays."""

import calendar


def first_month_fee(plan, joined):
    """The fee of the month of joining: the price's share for the days that are left, the day of joining included.

    Parts of a cent are dropped.
    """
    days = calendar.monthrange(joined.year, joined.month)[1]
    left = days - joined.day + 1
    return plan.price * left // days


def month_fee(member, year, month):
    """What the member pays for that month: nothing for a month before the one of joining."""
    joined = member.joined
    if (year, month) < (joined.year, joined.month):
        return 0
    if (year, month) == (joined.year, joined.month):
        return first_month_fee(member.plan, joined)
    return member.plan.price
