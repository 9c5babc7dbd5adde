from clubvote import Ballot, Election, Motion, read_ballots
from support import WORKSPACE


def test_abstentions():
    assert Motion("x", yes=2, no=1, abstained=50).is_carried
    assert not Motion("x", yes=2, no=2, abstained=1).is_carried
    assert not Motion("x", yes=1, no=2, abstained=3).is_carried
    assert not Motion("x", yes=0, no=0, abstained=3).is_carried


def test_abstentions_on_the_statutes():
    assert Motion("x", yes=4, no=2, abstained=9, changes_statutes=True).is_carried
    assert not Motion("x", yes=5, no=3, abstained=1, changes_statutes=True).is_carried
    assert not Motion("x", yes=0, no=0, abstained=3, changes_statutes=True).is_carried


def test_blanks():
    lines = [
        "Ida Holm; Per Lund\n",
        "  Ole Berg ;Per Lund ;  Eva Dahl;\n",
        "Siv Moen; ;\n",
        " \n",
        "# note; x\n",
        "Jon Aas",
    ]
    assert read_ballots(lines) == [
        Ballot("Ida Holm", ("Per Lund",)),
        Ballot("Ole Berg", ("Per Lund", "Eva Dahl")),
        Ballot("Siv Moen"),
        Ballot("Jon Aas"),
    ]


def test_an_election():
    election = Election(["Per Lund", "Eva Dahl", "Tor Vik"], seats=2)
    for ballot in read_ballots(["Liv Lie; Per Lund\n", *(WORKSPACE / "data" / "board.txt").read_text().splitlines()]):
        election.cast(ballot)
    assert election.count() == {"Per Lund": 2, "Eva Dahl": 3, "Tor Vik": 1}
