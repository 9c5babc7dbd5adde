"""A form's week as text."""

from bellplan.lessons import DAYS


def grid(lessons, form, week):
    """A table with a row for each period up to the last one of the week, and a column for each day."""
    mine = {(one.day, one.period): one.subject for one in lessons if one.form == form and one.held_in(week)}
    last = max((period for _, period in mine), default=0)
    rows = [["", *DAYS]]
    for period in range(1, last + 1):
        rows.append([str(period), *(mine.get((day, period), "-") for day in DAYS)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
