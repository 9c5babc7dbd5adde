"""Functions that are only outlined."""
