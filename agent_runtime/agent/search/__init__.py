"""Search over candidate edits: a small model is asked briefly and often, and the check decides."""
