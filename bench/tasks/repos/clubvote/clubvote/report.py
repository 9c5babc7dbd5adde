"""Lines for the minutes."""


def report_election(election):
    """A line for each candidate, in the order of their votes; those who are elected have a star."""
    votes, elected = election.count(), election.elected()
    lines = []
    for name in sorted(votes, key=lambda name: -votes[name]):
        mark = "*" if name in elected else " "
        lines.append(f"{mark} {name:<20}{votes[name]:>4}")
    return lines
