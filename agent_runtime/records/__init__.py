"""Remembers: runs, spans, journals and checkpoints."""
