from datetime import date


def long_date(text):
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def apply_filter(call, text):
    """Apply a filter as the template has it, such as `upper` or `default: friend`."""
    name, _, argument = (part.strip() for part in call.partition(":"))
    if name == "upper":
        return text.upper()
    if name == "date":
        return long_date(text)
    if name == "default":
        return text or argument
    raise ValueError(f"unknown filter {name!r}")
