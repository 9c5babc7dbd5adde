import pytest

from addrpool import Pool, PoolFull, format_ip, parse_ip, parse_network

A, B, C, PRINTER = (f"00:00:00:00:00:0{digit}" for digit in "abcf")


@pytest.fixture
def pool():
    reservations = {PRINTER: parse_ip("10.0.0.2")}
    return Pool(parse_network("10.0.0.0/29"), parse_ip("10.0.0.1"), 100, reservations)


def test_first_free(pool):
    assert format_ip(pool.allocate(A, 0).address) == "10.0.0.3"
    assert format_ip(pool.allocate(B, 0).address) == "10.0.0.4"


def test_reserved(pool):
    assert format_ip(pool.allocate(PRINTER, 0).address) == "10.0.0.2"


def test_asks_again(pool):
    first = pool.allocate(A, 0)
    again = pool.allocate(A, 40)
    assert again.address == first.address
    assert again.expires == 140


def test_expired(pool):
    pool.allocate(A, 0)
    assert len(pool.active(99)) == 1
    assert pool.active(100) == []
    assert format_ip(pool.allocate(C, 100).address) == "10.0.0.3"


def test_release(pool):
    pool.allocate(A, 0)
    pool.release(A)
    pool.release(B)
    assert pool.active(0) == []


def test_full(pool):
    for digit in range(4):
        pool.allocate(f"00:00:00:00:01:0{digit}", 0)
    with pytest.raises(PoolFull):
        pool.allocate(A, 0)
