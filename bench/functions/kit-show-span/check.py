from kit.dates import show_span


def test_it():
    assert show_span(0, 61) == "1 h 01 min"
    assert show_span(1400, 10) == "50 min"
    assert show_span(600, 540) == "23 h"
    assert show_span(5, 130) == "2 h 05 min"
