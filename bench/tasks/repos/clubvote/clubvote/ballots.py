"""Ballots on paper, typed into a file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ballot:
    """`choices` is empty when the voter has abstained."""

    voter: str
    choices: tuple = ()


def read_ballots(lines):
    """One ballot for each line `voter;choice;choice`. Empty lines and comments are skipped."""
    ballots = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        voter, *choices = (part.strip() for part in line.split(";"))
        ballots.append(Ballot(voter, tuple(name for name in choices if name)))
    return ballots
