"""Who has which address, and how long. Times are seconds."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from netpool.mac import normalize


class PoolFull(Exception):
    """There is no free address left."""


@dataclass(frozen=True)
class Lease:
    mac: str
    address: IPv4Address
    until: float

    def active(self, now):
        return now < self.until


class LeaseTable:
    def __init__(self, network, duration=3600):
        self.network = network
        self.duration = duration
        self._leases = {}

    def active(self, now):
        """The leases that have not ended, by address."""
        return sorted((lease for lease in self._leases.values() if lease.active(now)), key=lambda lease: lease.address)

    def acquire(self, mac, now):
        """A lease for a client: on the address that it has, else on the first free one."""
        mac = normalize(mac)
        lease = self._leases.get(mac)
        if lease is not None and lease.active(now):
            address = lease.address
        else:
            taken = {each.address for each in self.active(now)}
            free = self.network.free(taken)
            if not free:
                raise PoolFull(self.network.name)
            address = free[0]
        self._leases[mac] = Lease(mac, address, now + self.duration)
        return self._leases[mac]

    def release(self, mac):
        """End the lease of a client, if it has one."""
        self._leases.pop(normalize(mac), None)
