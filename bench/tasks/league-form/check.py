from leaguetable.form import form, outcomes, unbeaten
from leaguetable.results import parse_result

RESULTS = [
    parse_result(line)
    for line in (
        "Ants 2:0 Bees",
        "Crows 1:1 Ants",
        "Bees 3:0 Crows",
        "Ants 0:4 Crows",
        "Bees 0:1 Ants",
        "Ants 2:2 Bees",
        "Crows 0:5 Ants",
        "Ants 3:0 Dogs",
    )
]


def test_form():
    assert form(RESULTS, "Ants") == "WWDWL"
    assert form(RESULTS, "Bees") == "DLWL"
    assert form(RESULTS, "Crows") == "LWLD"
    assert form(RESULTS, "Dogs") == "L"
    assert form(RESULTS, "Yaks") == ""
    assert form([], "Ants") == ""


def test_last():
    assert [form(RESULTS, "Ants", last=count) for count in (1, 3, 7, 20)] == ["W", "WWD", "WWDWLDW", "WWDWLDW"]
    assert form(RESULTS, "Bees", 2) == "DL"


def test_the_rest_is_as_before():
    assert outcomes(RESULTS, "Ants") == list("WDLWDWW")
    assert unbeaten(RESULTS, "Ants") == 4
