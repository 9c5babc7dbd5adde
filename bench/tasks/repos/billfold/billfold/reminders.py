"""Who is reminded, and how."""

STEPS = ((42, "last reminder"), (21, "second reminder"), (7, "reminder"))
"""From how many days late on."""


def reminder(invoice, today):
    """The reminder that an invoice is due for, or None."""
    late = invoice.days_late(today)
    return next((name for days, name in STEPS if late >= days), None)
