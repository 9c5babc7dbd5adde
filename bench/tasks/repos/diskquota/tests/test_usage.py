import pytest

from diskquota import parse_usage


def test_parse():
    assert parse_usage("12\t/home/ana\n\n7\t/home/new user\n") == {"ana": 12288, "new user": 7168}


@pytest.mark.parametrize("line", ["12 /home/ana", "x\t/home/ana", "\t/home/ana"])
def test_not_du(line):
    with pytest.raises(ValueError, match="not a line of du"):
        parse_usage(line)
