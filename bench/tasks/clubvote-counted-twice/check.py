import pytest

from clubvote import Ballot, Election
from clubvote.errors import BallotError
from clubvote.report import report_election


def test_counting_again_and_again():
    election = Election(["Per", "Eva", "Tor"], seats=2)
    assert election.count() == {"Per": 0, "Eva": 0, "Tor": 0}
    election.cast(Ballot("Ida", ("Eva", "Tor")))
    for _ in range(3):
        assert election.count() == {"Per": 0, "Eva": 1, "Tor": 1}
        assert election.elected() == ["Eva", "Tor"]
    election.cast(Ballot("Ole", ("Tor",)))
    election.cast(Ballot("Siv"))
    for _ in range(3):
        assert list(election.count().items()) == [("Per", 0), ("Eva", 1), ("Tor", 2)]
        assert election.elected() == ["Tor", "Eva"]


def test_the_minimum_and_the_report():
    election = Election(["Per", "Eva"], minimum=2)
    election.cast(Ballot("Ida", ("Eva",)))
    for _ in range(2):
        assert election.elected() == []
        assert report_election(election) == [f"  {'Eva':<20}   1", f"  {'Per':<20}   0"]


def test_a_refused_ballot_is_not_counted():
    election = Election(["Per", "Eva"], seats=2)
    election.count()
    with pytest.raises(BallotError):
        election.cast(Ballot("Ida", ("Eva", "Nobody")))
    assert election.count() == {"Per": 0, "Eva": 0}


def test_elections_are_separate():
    first, second = Election(["Per", "Eva"]), Election(["Per", "Eva"])
    first.cast(Ballot("Ida", ("Eva",)))
    assert first.count() == {"Per": 0, "Eva": 1}
    assert second.count() == {"Per": 0, "Eva": 0}
