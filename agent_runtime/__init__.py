"""A coding agent that runs on your machine and that you can trust and inspect."""

__version__ = "0.1.0"
