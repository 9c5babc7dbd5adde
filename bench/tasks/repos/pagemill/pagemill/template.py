"""Templates: `{{ name }}` is replaced by a value."""

import html
import re

_PLACE = re.compile(r"\{\{ *(\w+) *(\| *raw)? *\}\}")


class TemplateError(ValueError):
    """A template asks for a value that there is not."""


def fill(template, **values):
    """The template with its values. They are escaped, but for `{{ name | raw }}`. Raises TemplateError."""

    def replace(match):
        name, raw = match.groups()
        if name not in values:
            raise TemplateError(f"no value for {name}")
        return str(values[name]) if raw else html.escape(str(values[name]))

    return _PLACE.sub(replace, template)
