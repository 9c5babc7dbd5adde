from ipaddress import IPv4Address, IPv4Network

import pytest

from netpool import LeaseTable, Network, PoolFull

CLIENTS = [f"00:00:00:00:00:{number:02x}" for number in range(20)]


@pytest.fixture
def table():
    """Three addresses, .2 to .4; each lease is for 100 seconds."""
    reserved = (IPv4Address("10.1.0.5"), IPv4Address("10.1.0.6"))
    return LeaseTable(Network("hall", IPv4Network("10.1.0.0/29"), IPv4Address("10.1.0.1"), reserved), duration=100)


def last(lease):
    return int(str(lease.address).rpartition(".")[2])


def test_one_after_the_other(table):
    assert [last(table.acquire(mac, 100 * number)) for number, mac in enumerate(CLIENTS)] == [2] * 20
    assert [lease.mac for lease in table.active(1900)] == CLIENTS[-1:]
    assert table.active(2000) == []


def test_at_the_very_end(table):
    for mac, now in zip(CLIENTS, (0, 10, 20), strict=False):
        table.acquire(mac, now)
    with pytest.raises(PoolFull):
        table.acquire(CLIENTS[3], 99.5)
    assert last(table.acquire(CLIENTS[3], 100)) == 2
    with pytest.raises(PoolFull):
        table.acquire(CLIENTS[4], 105)
    with pytest.raises(PoolFull):
        table.acquire(CLIENTS[0], 109)
    assert last(table.acquire(CLIENTS[4], 119)) == 3
    assert last(table.acquire(CLIENTS[0], 120)) == 4
    assert [last(lease) for lease in table.active(121)] == [2, 3, 4]
    assert [lease.mac for lease in table.active(121)] == [CLIENTS[3], CLIENTS[4], CLIENTS[0]]


def test_running_leases_are_kept(table):
    table.acquire(CLIENTS[0], 0)
    table.acquire(CLIENTS[1], 50)
    assert last(table.acquire(CLIENTS[2], 60)) == 4
    assert last(table.acquire(CLIENTS[1], 140)) == 3
    assert last(table.acquire(CLIENTS[3], 145)) == 2
    assert [(lease.mac, lease.until) for lease in table.active(150)] == [
        (CLIENTS[3], 245),
        (CLIENTS[1], 240),
        (CLIENTS[2], 160),
    ]


def test_the_same_client_later(table):
    assert [last(table.acquire(CLIENTS[0], now)) for now in (0, 500, 1000)] == [2, 2, 2]


def test_released(table):
    for mac in CLIENTS[:3]:
        table.acquire(mac, 0)
    table.release(CLIENTS[1])
    assert last(table.acquire(CLIENTS[5], 1)) == 3
