import re

from lettermill.filters import apply_filter

_FIELD = re.compile(r"\{\{(.*?)\}\}")


class TemplateError(ValueError):
    pass


def fill(template, values):
    """The template with every {{ field | filter }} replaced."""

    def replace(match):
        name, *filters = (part.strip() for part in match[1].split("|"))
        if name not in values:
            raise TemplateError(f"there is no column {name!r}")
        text = values[name]
        for call in filters:
            text = apply_filter(call, text)
        return text

    return _FIELD.sub(replace, template)
