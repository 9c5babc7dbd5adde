from ipaddress import IPv4Address, IPv4Network

import pytest
from netpool import LeaseTable, Network, PoolFull

A, B, C = "00:00:00:00:00:0a", "00:00:00:00:00:0b", "00:00:00:00:00:0c"


@pytest.fixture
def table():
    """Two addresses, .2 and .3; each lease is for 100 seconds."""
    network = Network("lab", IPv4Network("10.0.0.0/29"), IPv4Address("10.0.0.1"), tuple(IPv4Network("10.0.0.4/30")))
    return LeaseTable(network, duration=100)


def test_each_client_has_its_own(table):
    assert [str(table.acquire(mac, 0).address) for mac in (A, B)] == ["10.0.0.2", "10.0.0.3"]
    assert [lease.mac for lease in table.active(50)] == [A, B]


def test_renewed(table):
    table.acquire(A, 0)
    lease = table.acquire(A.upper(), 80)
    assert (str(lease.address), lease.until) == ("10.0.0.2", 180)


def test_full(table):
    table.acquire(A, 0)
    table.acquire(B, 0)
    with pytest.raises(PoolFull):
        table.acquire(C, 50)
    table.release(A)
    assert str(table.acquire(C, 50).address) == "10.0.0.2"


def test_ended(table):
    table.acquire(A, 0)
    table.acquire(B, 60)
    assert str(table.acquire(C, 120).address) == "10.0.0.2"
    assert [lease.mac for lease in table.active(120)] == [C, B]
