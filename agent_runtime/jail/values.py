"""Inside the child: values on their way to the host. Standard library only."""

from __future__ import annotations

import os
from typing import Any

MAX_DEPTH = 90


def plain(value: Any, what: str, max_bytes: int, *, exact: bool = False) -> Any:
    """A copy of `value` made of JSON's types only; with `exact`, only what already is.

    Raises:
        TypeError, ValueError: naming `what`, for anything that is no JSON or is too large.
    """
    budget = [max_bytes]

    def convert(item: Any, depth: int) -> Any:
        kind = type(item)
        budget[0] -= 8 + (len(item) if kind is str else 0)
        if budget[0] < 0:
            raise ValueError(f"{what} is too large: at most {max_bytes} bytes can be sent. Send less, or in pieces.")
        if item is None or kind is bool:
            return item
        if kind is int:
            if item.bit_length() > 4096:
                raise ValueError(f"{what} holds a number of {item.bit_length()} bits, which is too long to send.")
            budget[0] -= item.bit_length() // 3
            return item
        if kind is float:
            if item != item or item in (float("inf"), float("-inf")):
                raise ValueError(f"{what} holds {item}, which JSON does not know. Send a finite number or None.")
            return item
        if kind is str:
            try:
                item.encode()
            except UnicodeEncodeError:
                raise ValueError(f"{what} holds a lone surrogate, which is no valid text.") from None
            return item
        if depth >= MAX_DEPTH:
            raise ValueError(f"{what} is nested deeper than {MAX_DEPTH} levels (or holds itself).")
        if kind is list or (kind is tuple and not exact):
            return [convert(child, depth + 1) for child in item]
        if kind is dict or kind is Result:
            for key in item:
                if type(key) is not str:
                    raise TypeError(f"{what} has the key {key!r} ({type(key).__name__}); keys must be str.")
                convert(key, depth + 1)
            return {key: convert(child, depth + 1) for key, child in item.items()}
        if not exact:
            bases: tuple[Any, ...] = (str, int, float, list, tuple, dict)
            for base in bases:
                if isinstance(item, base):
                    return convert(base(item), depth + 1)
            if hasattr(item, "__fspath__"):
                return convert(os.fspath(item), depth + 1)
        raise TypeError(
            f"{what} is or holds a value of type {kind.__name__}, which cannot be sent. Use None, bool, int, float, "
            f"str, list or dict{' (list(...) makes a list of it)' if kind in (set, frozenset) else ''}."
        )

    return convert(value, 0)


class MissingKey(KeyError):
    """A `KeyError` that says what is there."""

    def __str__(self) -> str:
        return str(self.args[0])


class Result(dict[str, Any]):
    """What a tool gave back: a dict that says which keys it has, or why the call failed, when a key is not there."""

    __slots__ = ()

    def __missing__(self, key: object) -> Any:
        if "error" in self:
            advice = self.get("recovery_suggestion", "")
            raise MissingKey(f"no {key!r} here, because the call failed: {self['error']} {advice}".rstrip())
        raise MissingKey(f"no {key!r} here; the keys are {', '.join(map(repr, self))}")


def results(value: Any) -> Any:
    """`value` with every dict in it as a `Result`."""
    if type(value) is dict:
        return Result({key: results(item) for key, item in value.items()})
    if type(value) is list:
        return [results(item) for item in value]
    return value


def clean(text: str) -> str:
    """`text` without lone surrogates."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
