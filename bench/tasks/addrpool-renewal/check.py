import pytest

from addrpool import Pool, PoolFull, format_ip, parse_ip, parse_network

A, B, C, PRINTER = (f"00:00:00:00:00:0{digit}" for digit in "abcf")


@pytest.fixture
def pool():
    return Pool(parse_network("10.0.0.0/29"), parse_ip("10.0.0.1"), 100, {PRINTER: parse_ip("10.0.0.2")})


def ask(pool, mac, now):
    lease = pool.allocate(mac, now)
    assert lease.mac == mac
    return format_ip(lease.address), lease.expires


def test_again_and_again(pool):
    assert ask(pool, B, 0) == ("10.0.0.3", 100)
    assert ask(pool, A, 10) == ("10.0.0.4", 110)
    for now in (50, 51, 140, 239):
        assert ask(pool, A, now) == ("10.0.0.4", now + 100)
    assert [(lease.mac, lease.expires) for lease in pool.active(338)] == [(A, 339)]
    assert pool.active(339) == []


def test_written_otherwise(pool):
    ask(pool, A, 0)
    lease = pool.allocate("00-00-00-00-00-0A", 60)
    assert (lease.mac, format_ip(lease.address), lease.expires) == (A, "10.0.0.3", 160)
    assert len(pool.active(60)) == 1


def test_reserved(pool):
    assert ask(pool, PRINTER, 0) == ("10.0.0.2", 100)
    assert ask(pool, PRINTER, 70) == ("10.0.0.2", 170)
    assert ask(pool, PRINTER, 500) == ("10.0.0.2", 600)


def test_others_are_not_renewed(pool):
    ask(pool, A, 0)
    ask(pool, B, 0)
    assert ask(pool, A, 90) == ("10.0.0.3", 190)
    assert [lease.mac for lease in pool.active(100)] == [A]
    assert ask(pool, C, 100) == ("10.0.0.4", 200)


def test_an_ended_lease_is_free(pool):
    ask(pool, A, 0)
    assert ask(pool, B, 100) == ("10.0.0.3", 200)
    assert ask(pool, A, 100) == ("10.0.0.4", 200)


def test_in_a_full_pool(pool):
    for digit in range(4):
        ask(pool, f"00:00:00:00:01:0{digit}", 0)
    assert ask(pool, "00:00:00:00:01:03", 20) == ("10.0.0.6", 120)
    with pytest.raises(PoolFull):
        pool.allocate(A, 20)
