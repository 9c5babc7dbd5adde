import os

import pytest

from smallmake import Rule, is_due

RULE = Rule("charts", "true", inputs=("a.csv", "b.csv"), outputs=("a.svg", "b.svg"))


@pytest.fixture
def files(tmp_path):
    def files(**times):
        for name, time in times.items():
            path = tmp_path / name.replace("_", ".")
            path.write_text("")
            os.utime(path, (time, time))
        return tmp_path

    return files


def test_up_to_date(files):
    assert not is_due(RULE, files(a_csv=10, b_csv=20, a_svg=30, b_svg=40))


def test_an_output_is_missing(files):
    assert is_due(RULE, files(a_csv=10, b_csv=20, a_svg=30))


def test_all_outputs_are_old(files):
    assert is_due(RULE, files(a_csv=10, b_csv=50, a_svg=30, b_svg=40))


def test_one_output_is_old(files):
    assert is_due(RULE, files(a_csv=10, b_csv=35, a_svg=30, b_svg=40))


def test_no_outputs(files):
    assert is_due(Rule("clean", "true"), files())
