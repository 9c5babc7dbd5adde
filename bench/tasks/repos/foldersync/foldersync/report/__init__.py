"""What is told to people."""

from foldersync.report.rows import step_rows, summary
from foldersync.report.sizes import human_size

__all__ = ["human_size", "step_rows", "summary"]
