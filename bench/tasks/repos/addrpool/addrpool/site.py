"""Reads the subnets of a site."""

import json
from itertools import combinations
from pathlib import Path

from addrpool.addresses import parse_ip, parse_network
from addrpool.leases import Pool
from addrpool.macs import normalize_mac


def load_site(path):
    """The pools of a site by the names of their subnets."""
    subnets = json.loads(Path(path).read_text(encoding="utf-8"))["subnets"]
    pools = {name: _pool(name, settings) for name, settings in subnets.items()}
    for (one, pool), (two, other) in combinations(pools.items(), 2):
        if pool.network.overlaps(other.network):
            raise ValueError(f"{one} and {two} overlap")
    return pools


def _pool(name, settings):
    network = parse_network(settings["network"])
    gateway = parse_ip(settings["gateway"])
    reservations = {normalize_mac(mac): parse_ip(ip) for mac, ip in settings["reservations"].items()}
    if not all(address in network for address in (gateway, *reservations.values())):
        raise ValueError(f"{name} has an address that is not in {network}")
    return Pool(network, gateway, settings["lease_seconds"], reservations)
