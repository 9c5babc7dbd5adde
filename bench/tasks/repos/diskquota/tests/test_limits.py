from pathlib import Path

import pytest

from diskquota import Limit, load_limits, parse_size

LIMITS = load_limits(Path(__file__).parents[1] / "data" / "limits.ini")


def test_of():
    assert LIMITS.of("ana") == Limit(parse_size("40G"), parse_size("50G"))
    assert LIMITS.of("bo") == LIMITS.default == Limit(parse_size("10G"), parse_size("12G"))


def test_left_out(tmp_path):
    (tmp_path / "limits.ini").write_text("[default]\nsoft = 1G\nhard = 2G\n[cy]\nhard = 3G\n")
    assert load_limits(tmp_path / "limits.ini").of("cy") == Limit(1024**3, 3 * 1024**3)


def test_wrong_way_round(tmp_path):
    (tmp_path / "limits.ini").write_text("[default]\nsoft = 1G\nhard = 2G\n[cy]\nsoft = 3G\n")
    with pytest.raises(ValueError, match="cy: the hard limit is below"):
        load_limits(tmp_path / "limits.ini")
