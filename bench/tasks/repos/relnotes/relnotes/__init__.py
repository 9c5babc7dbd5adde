"""Release notes out of small files."""

from relnotes.notes import Note, read_notes
from relnotes.version import Version, parse_version

__all__ = ["Note", "Version", "parse_version", "read_notes"]
