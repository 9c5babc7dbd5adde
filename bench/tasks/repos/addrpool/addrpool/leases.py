"""Who has which address, and until when."""

from dataclasses import dataclass

from addrpool.macs import normalize_mac


class PoolFull(Exception):
    """No address is free."""


@dataclass(frozen=True)
class Lease:
    mac: str
    address: int
    expires: int


class Pool:
    """The addresses of one subnet. Times are seconds."""

    def __init__(self, network, gateway, lease_seconds=3600, reservations=()):
        self.network = network
        self.gateway = gateway
        self.lease_seconds = lease_seconds
        self.reservations = dict(reservations)
        self._leases = {}

    def allocate(self, mac, now):
        """Give a device its address."""
        mac = normalize_mac(mac)
        self._drop_expired(now)
        if mac in self.reservations:
            address = self.reservations[mac]
        elif mac in self._leases:
            address = self._leases[mac].address
        else:
            address = self._first_free()
        self._leases[mac] = Lease(mac, address, now + self.lease_seconds)
        return self._leases[mac]

    def release(self, mac):
        """Take an address back; a device without one is ignored."""
        self._leases.pop(normalize_mac(mac), None)

    def active(self, now):
        """The leases that have not ended, by address."""
        self._drop_expired(now)
        return sorted(self._leases.values(), key=lambda lease: lease.address)

    def _first_free(self):
        taken = {self.gateway, *self.reservations.values(), *(lease.address for lease in self._leases.values())}
        for address in self.network.hosts():
            if address not in taken:
                return address
        raise PoolFull(f"no address of {self.network} is free")

    def _drop_expired(self, now):
        self._leases = {mac: lease for mac, lease in self._leases.items() if lease.expires > now}
