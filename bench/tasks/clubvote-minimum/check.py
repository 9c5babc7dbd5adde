from clubvote import Ballot, Election
from clubvote.report import report_election


def held(votes, **options):
    election = Election(list(votes), **options)
    for name, count in votes.items():
        for number in range(count):
            election.cast(Ballot(f"{name} {number}", (name,)))
    return election


def test_who_has_enough():
    votes = {"Per": 2, "Eva": 4, "Tor": 3}
    assert held(votes, seats=3, minimum=2).elected() == ["Eva", "Tor", "Per"]
    assert held(votes, seats=3, minimum=3).elected() == ["Eva", "Tor"]
    assert held(votes, seats=3, minimum=4).elected() == ["Eva"]
    assert held(votes, seats=3, minimum=5).elected() == []


def test_no_more_than_there_are_seats():
    assert held({"Per": 2, "Eva": 4, "Tor": 3}, seats=2, minimum=1).elected() == ["Eva", "Tor"]
    assert held({"Per": 2, "Eva": 2}, seats=1, minimum=2).elected() == ["Per"]


def test_without_a_minimum():
    assert held({"Per": 0, "Eva": 1, "Tor": 0}, seats=2).elected() == ["Eva", "Per"]
    assert Election(["Per", "Eva"], 2).elected() == ["Per", "Eva"]
    assert held({"Per": 0, "Eva": 1}, seats=2, minimum=0).elected() == ["Eva", "Per"]


def test_votes_and_report():
    election = held({"Per": 1, "Eva": 3}, seats=2, minimum=2)
    assert election.count() == {"Per": 1, "Eva": 3}
    assert report_election(election) == [f"* {'Eva':<20}   3", f"  {'Per':<20}   1"]
