"""What a late item costs, in cents."""


def fine_for(loan, today, rules):
    """The fine if the item came back today."""
    late = max(0, loan.days_late(today) - rules.fine.grace_days)
    return min(late * rules.fine.cents_per_day, rules.fine.limit_cents)


def show_cents(cents):
    """`12.05`"""
    return f"{cents // 100}.{cents % 100:02}"
