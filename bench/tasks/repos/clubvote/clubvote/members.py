"""The members of the club."""

from dataclasses import dataclass
from datetime import date, timedelta

WAITING_TIME = timedelta(days=90)


@dataclass(frozen=True)
class Member:
    name: str
    joined: date
    has_paid: bool = True
    honorary: bool = False


def may_vote(member, day):
    """Whether the member has a vote on that day: in the club for long enough, and no fees open.

    Honorary members pay no fees.
    """
    return member.joined + WAITING_TIME <= day and (member.has_paid or member.honorary)
