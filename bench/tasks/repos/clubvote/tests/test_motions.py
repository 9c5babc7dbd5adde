from clubvote import Motion


def test_more_than_half():
    assert Motion("new shed", yes=6, no=5).is_carried
    assert not Motion("new shed", yes=5, no=5).is_carried


def test_abstentions_do_not_matter():
    assert Motion("new shed", yes=3, no=2, abstained=10).is_carried


def test_statutes_need_two_thirds():
    assert Motion("name", yes=8, no=4, changes_statutes=True).is_carried
    assert not Motion("name", yes=7, no=4, changes_statutes=True).is_carried
