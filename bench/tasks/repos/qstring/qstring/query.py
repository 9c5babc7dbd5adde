"""A query string, taken apart."""

from qstring.build import to_pairs
from qstring.codec import decode, encode


class Query:
    """The parameters in their order; a name may be there several times. It does not change."""

    def __init__(self, pairs=()):
        self._pairs = tuple(pairs)

    @classmethod
    def parse(cls, text):
        return cls(decode(text))

    def get(self, name, default=None):
        """The first value of a name."""
        return next((value for key, value in self._pairs if key == name), default)

    def get_all(self, name):
        return [value for key, value in self._pairs if key == name]

    def names(self):
        """Each name once, in order."""
        return list(dict(self._pairs))

    def with_param(self, name, value):
        """With a new value (or list of values) instead of the old ones, where the first of them was."""
        new = to_pairs({name: value})
        at = next((i for i, (key, _) in enumerate(self._pairs) if key == name), len(self._pairs))
        after = [pair for pair in self._pairs[at:] if pair[0] != name]
        return Query([*self._pairs[:at], *new, *after])

    def without(self, *names):
        """Without the parameters of these names; `utm_*` means all that begin with `utm_`."""
        return Query(pair for pair in self._pairs if not any(_matches(pair[0], name) for name in names))

    def __str__(self):
        return encode(self._pairs)

    def __repr__(self):
        return f'Query("{self}")'

    def __iter__(self):
        return iter(self._pairs)

    def __len__(self):
        return len(self._pairs)

    def __contains__(self, name):
        return any(key == name for key, _ in self._pairs)

    def __eq__(self, other):
        return self._pairs == other._pairs if isinstance(other, Query) else NotImplemented

    def __hash__(self):
        return hash(self._pairs)


def _matches(key, name):
    return key.startswith(name[:-1]) if name.endswith("*") else key == name
