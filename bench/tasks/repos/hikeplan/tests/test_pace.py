from pathlib import Path

import pytest

from hikeplan import Pace, load_pace


def test_the_club():
    assert load_pace(Path(__file__).parent.parent / "pace.toml") == Pace(4.5, 400, 600, 90, 20)


def test_a_part(tmp_path):
    file = tmp_path / "slow.toml"
    file.write_text("flat = 3\n")
    assert load_pace(file) == Pace(3, 300, 500, 120, 15)


@pytest.mark.parametrize("text", ["fast = 1", "up = 0", 'up = "300"'])
def test_wrong(tmp_path, text):
    file = tmp_path / "wrong.toml"
    file.write_text(text)
    with pytest.raises(ValueError):
        load_pace(file)
