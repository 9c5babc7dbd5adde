"""Invoices and lists as text."""

from billfold.money import format_amount
from billfold.reminders import reminder


def invoice_lines(invoice):
    lines = [f"Invoice {invoice.number}, {invoice.date}, {invoice.customer}"]
    for line in invoice.lines:
        lines.append(_row(f"{line.quantity} x {line.text}", line.net))
    for rate, cents in sorted(invoice.vat.items()):
        lines.append(_row(f"VAT {rate}%", cents))
    lines.append(_row("Total", invoice.total))
    return lines


def unpaid_lines(book, today):
    lines = []
    for invoice in book.unpaid(today):
        line = _row(f"{invoice.number} {invoice.customer}, due {invoice.due}", invoice.unpaid)
        name = reminder(invoice, today)
        lines.append(f"{line}  {name}" if name else line)
    return lines


def _row(text, cents):
    return f"{text:<44}{format_amount(cents):>12}"
