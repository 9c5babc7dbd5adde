"""The settings of a site."""

import json
from pathlib import Path

DEFAULTS = {
    "title": "My site",
    "address": "http://localhost:8000",
    "posts_per_page": 5,
    "posts_in_feed": 15,
    "show_drafts": False,
}


def load_settings(folder):
    """What is in site.json, and the defaults for the rest. Raises ValueError for a name that is not known."""
    path = Path(folder) / "site.json"
    values = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    unknown = sorted(set(values) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"site.json: unknown setting {unknown[0]}")
    return {**DEFAULTS, **values}
