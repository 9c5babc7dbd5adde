import pytest

from leaguetable.results import Result, parse_result, read_results


def test_parse():
    assert parse_result("Lions 3:1 Bears\n") == Result("Lions", "Bears", 3, 1)
    assert parse_result("River Rovers 2:1 Hill City") == Result("River Rovers", "Hill City", 2, 1)


def test_no_result():
    with pytest.raises(ValueError, match="no result: 'Lions - Bears'"):
        parse_result("Lions - Bears")


def test_read(tmp_path):
    file = tmp_path / "results.txt"
    file.write_text("Lions 3:1 Bears\n\nBears 10:0 Lions\n")
    assert read_results(file) == [Result("Lions", "Bears", 3, 1), Result("Bears", "Lions", 10, 0)]
