"""Hands out IPv4 addresses."""

from addrpool.addresses import Network, format_ip, parse_ip, parse_network
from addrpool.leases import Lease, Pool, PoolFull
from addrpool.macs import normalize_mac
from addrpool.site import load_site

__all__ = [
    "Lease", "Network", "Pool", "PoolFull", "format_ip", "load_site", "normalize_mac", "parse_ip", "parse_network",
]
