from pathlib import Path

import pytest

from clubvote import Ballot, Election, read_ballots
from clubvote.errors import BallotError, SecondBallot, TooManyChoices
from clubvote.report import report_election

BALLOTS = Path(__file__).parent.parent / "data" / "board.txt"


@pytest.fixture
def election():
    election = Election(["Per Lund", "Eva Dahl", "Tor Vik"], seats=2)
    with open(BALLOTS, encoding="utf-8") as file:
        for ballot in read_ballots(file):
            election.cast(ballot)
    return election


def test_read_ballots():
    assert read_ballots(["# x\n", "Ida ; Per;Eva \n", "\n", "Ole;\n"]) == [
        Ballot("Ida", ("Per", "Eva")),
        Ballot("Ole"),
    ]


def test_count(election):
    assert election.count() == {"Per Lund": 1, "Eva Dahl": 3, "Tor Vik": 1}
    assert election.count() == {"Per Lund": 1, "Eva Dahl": 3, "Tor Vik": 1}


def test_elected(election):
    assert election.elected() == ["Eva Dahl", "Per Lund"]


def test_minimum():
    election = Election(["Per", "Eva"], seats=2, minimum=2)
    for voter in ("Ida", "Ole"):
        election.cast(Ballot(voter, ("Eva",)))
    assert election.elected() == ["Eva"]
    election.cast(Ballot("Siv", ("Per",)))
    election.cast(Ballot("Jon", ("Per",)))
    assert election.elected() == ["Per", "Eva"]


def test_refused(election):
    with pytest.raises(SecondBallot):
        election.cast(Ballot("Ole Berg", ("Tor Vik",)))
    with pytest.raises(TooManyChoices):
        election.cast(Ballot("Liv", ("Per Lund", "Eva Dahl", "Tor Vik")))
    for choices in (("Nobody",), ("Tor Vik", "Tor Vik")):
        with pytest.raises(BallotError):
            election.cast(Ballot("Liv", choices))
    assert len(election.ballots) == 4


def test_report(election):
    assert report_election(election) == [
        "* Eva Dahl               3",
        "* Per Lund               1",
        "  Tor Vik                1",
    ]
