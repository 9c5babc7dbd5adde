"""Helpers for titles, slugs and summaries."""

from textkit.slugs import slugify, unique_slug
from textkit.words import initials, title_case, truncate, wrap

__all__ = ["initials", "slugify", "title_case", "truncate", "unique_slug", "wrap"]
