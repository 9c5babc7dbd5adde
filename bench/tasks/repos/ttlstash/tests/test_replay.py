import pytest

from ttlstash import Stats, replay
from ttlstash.__main__ import main


@pytest.fixture
def reads(tmp_path):
    path = tmp_path / "reads.csv"
    path.write_text("second,key\n0,a\n1,b\n2,a\n20,a\n21,c\n")
    return path


def test_replay(reads):
    assert replay(reads, 9).stats == Stats(hits=2, misses=3)
    assert replay(reads, 1).stats == Stats(hits=1, misses=4, evictions=3)
    assert replay(reads, 9, ttl=15).stats == Stats(hits=1, misses=4)


def test_hit_rate():
    assert Stats(hits=3, misses=1).hit_rate == 0.75
    assert Stats().hit_rate == 0.0


def test_command(reads, capsys):
    assert main(["replay", str(reads)]) == 0
    assert capsys.readouterr().out == "hits 2, misses 3, evictions 0\nhit rate 40.0%\n"
    assert main(["replay", "nothing.csv"]) == 1
