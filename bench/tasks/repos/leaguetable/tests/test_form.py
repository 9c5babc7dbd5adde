from leaguetable.form import form, outcomes
from leaguetable.results import parse_result

RESULTS = [
    parse_result(line)
    for line in (
        "Lions 3:1 Bears",
        "Hawks 0:0 Lions",
        "Bears 4:0 Hawks",
        "Lions 0:2 Hawks",
        "Bears 1:2 Lions",
    )
]


def test_outcomes():
    assert outcomes(RESULTS, "Lions") == ["W", "D", "L", "W"]
    assert outcomes(RESULTS, "Bears") == ["L", "W", "L"]


def test_form():
    assert form(RESULTS, "Lions") == "WLDW"
    assert form(RESULTS, "Hawks") == "WLD"
    assert form(RESULTS, "Lions", last=2) == "WL"
    assert form(RESULTS, "Wolves") == ""


def test_form_has_five_games_at_most():
    results = [parse_result("Lions 1:0 Bears")] + RESULTS * 2
    assert form(results, "Lions") == "WLDWW"
