import pytest

from addrpool import format_ip, parse_ip, parse_network


def test_ip():
    assert parse_ip("10.0.0.1") == 10 * 2**24 + 1
    assert format_ip(parse_ip("192.168.7.250")) == "192.168.7.250"


@pytest.mark.parametrize("text", ["10.0.0", "10.0.0.256", "10.0.0.x", ""])
def test_no_ip(text):
    with pytest.raises(ValueError):
        parse_ip(text)


def test_network():
    network = parse_network("10.0.8.0/22")
    assert network.size == 1024
    assert format_ip(network.broadcast) == "10.0.11.255"
    assert parse_ip("10.0.11.7") in network
    assert parse_ip("10.0.12.0") not in network


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.0/31", "10.0.0.8/24", "10.0.0.0/x"])
def test_no_network(text):
    with pytest.raises(ValueError):
        parse_network(text)


def test_hosts():
    assert [format_ip(address) for address in parse_network("10.0.0.4/30").hosts()] == ["10.0.0.5", "10.0.0.6"]


def test_overlaps():
    assert parse_network("10.0.0.0/16").overlaps(parse_network("10.0.9.0/24"))
    assert not parse_network("10.0.0.0/24").overlaps(parse_network("10.0.1.0/24"))
