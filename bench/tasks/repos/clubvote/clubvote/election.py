"""Elections: each voter may name as many candidates as there are seats."""

from clubvote.errors import RepeatedChoice, SecondBallot, TooManyChoices, UnknownCandidate


class Election:
    def __init__(self, candidates, seats=1, minimum=0):
        """Who has fewer votes than `minimum` is not elected, even if a seat stays empty."""
        self.candidates = list(candidates)
        self.seats = seats
        self.minimum = minimum
        self.ballots = []

    def cast(self, ballot):
        """Put a ballot into the box. Raises a BallotError when it does not count."""
        self._check(ballot)
        self.ballots.append(ballot)

    def _check(self, ballot):
        if any(other.voter == ballot.voter for other in self.ballots):
            raise SecondBallot(ballot.voter)
        if len(ballot.choices) > self.seats:
            raise TooManyChoices(ballot.voter)
        for name in ballot.choices:
            if name not in self.candidates:
                raise UnknownCandidate(name)
        if len(set(ballot.choices)) < len(ballot.choices):
            raise RepeatedChoice(ballot.voter)

    def count(self):
        """The votes of each candidate, in the order in which they stand for election."""
        votes = dict.fromkeys(self.candidates, 0)
        for ballot in self.ballots:
            for name in ballot.choices:
                votes[name] += 1
        return votes

    def elected(self):
        """Those who get a seat, most votes first. Of two with as many votes, the first candidate is preferred."""
        votes = self.count()
        ranking = sorted(self.candidates, key=lambda name: -votes[name])
        return [name for name in ranking[: self.seats] if votes[name] >= self.minimum]
