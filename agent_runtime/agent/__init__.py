"""Puts the parts together and runs a task."""
