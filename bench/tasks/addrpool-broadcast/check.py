import pytest

from addrpool import Pool, PoolFull, format_ip, parse_ip, parse_network
from addrpool.__main__ import main


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("10.0.0.4/30", "10.0.0.5", "10.0.0.6", 2),
        ("10.20.4.0/22", "10.20.4.1", "10.20.7.254", 1022),
        ("192.168.1.0/24", "192.168.1.1", "192.168.1.254", 254),
        ("10.20.6.192/27", "10.20.6.193", "10.20.6.222", 30),
    ],
)
def test_hosts(text, first, last, count, capsys):
    hosts = list(parse_network(text).hosts())
    assert (format_ip(hosts[0]), format_ip(hosts[-1]), len(hosts)) == (first, last, count)
    assert hosts == sorted(set(hosts))
    assert main(["info", text]) == 0
    assert capsys.readouterr().out == f"{first} - {last} ({count} hosts)\n"


def test_the_network_itself_is_as_before():
    network = parse_network("10.0.0.4/30")
    assert (network.size, format_ip(network.broadcast), str(network)) == (4, "10.0.0.7", "10.0.0.4/30")
    assert parse_ip("10.0.0.7") in network
    assert parse_ip("10.0.0.8") not in network
    assert network.overlaps(parse_network("10.0.0.0/29"))
    assert not network.overlaps(parse_network("10.0.0.8/30"))


def test_a_pool_ends_before_it():
    pool = Pool(parse_network("10.0.0.8/29"), parse_ip("10.0.0.9"))
    given = [format_ip(pool.allocate(f"00:00:00:00:00:0{digit}", 0).address) for digit in range(5)]
    assert given == [f"10.0.0.{last}" for last in range(10, 15)]
    with pytest.raises(PoolFull):
        pool.allocate("00:00:00:00:00:0a", 0)
