"""Votes at the general meeting of a club."""

from clubvote.ballots import Ballot, read_ballots
from clubvote.election import Election
from clubvote.members import Member, may_vote
from clubvote.motions import Motion
from clubvote.quorum import is_quorate, quorum

__all__ = ["Ballot", "Election", "Member", "Motion", "is_quorate", "may_vote", "quorum", "read_ballots"]
