"""How long it takes to read something."""

WORDS_PER_MINUTE = 200


def reading_minutes(text):
    """Whole minutes, rounded up; nothing is read in less than one."""
    return max(1, -(-len(text.split()) // WORDS_PER_MINUTE))
