"""Results that are too long for the model's Python, cut to size."""

from __future__ import annotations

import json

from agent_runtime.types import JsonValue


def cut_strings(value: JsonValue, budget: int) -> JsonValue:
    """Cut long strings in the middle and long lists at the end, until about `budget` characters remain."""
    if isinstance(value, str):
        return value if len(value) <= budget else value[: budget // 2] + "\n[... cut ...]\n" + value[-budget // 2 :]
    if isinstance(value, list):
        kept: list[JsonValue] = []
        for item in value:
            size = len(json.dumps(item, ensure_ascii=False))
            if size > budget:
                break
            kept.append(item)
            budget -= size
        return kept
    if isinstance(value, dict):
        share = budget // max(1, len(value))
        return {key: cut_strings(item, share) for key, item in value.items()}
    return value
