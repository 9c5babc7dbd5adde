import re
from datetime import date

import clubvote
import clubvote.members
import clubvote.quorum
from support import WORKSPACE, own_tests_pass

DAY = date(2025, 4, 1)


def test_the_new_name():
    assert clubvote.is_entitled is clubvote.members.is_entitled
    assert "is_entitled" in clubvote.__all__
    for name in clubvote.__all__:
        assert hasattr(clubvote, name)
    assert clubvote.is_entitled(clubvote.Member("Ida", date(2025, 1, 1)), DAY)
    assert not clubvote.is_entitled(clubvote.Member("Ida", date(2025, 1, 2)), DAY)
    members = [clubvote.Member(str(number), date(2020, 1, 1)) for number in range(7)]
    assert clubvote.is_quorate(members, [str(number) for number in range(7)], DAY)
    assert not clubvote.is_quorate(members, [str(number) for number in range(6)], DAY)
    assert "is_entitled" in (WORKSPACE / "README.md").read_text()


def test_the_old_name_is_gone():
    for module in (clubvote, clubvote.members, clubvote.quorum):
        assert not hasattr(module, "may_vote")
    for path in [*WORKSPACE.rglob("*.py"), WORKSPACE / "README.md"]:
        assert not re.search(r"\bmay_vote\b", path.read_text()), path


def test_their_tests_pass():
    assert own_tests_pass("tests")
    assert own_tests_pass("tests/test_members.py")
    assert own_tests_pass("tests/test_quorum.py")
