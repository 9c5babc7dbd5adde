"""IPv4 addresses as numbers, and networks of them."""

from dataclasses import dataclass


def parse_ip(text):
    parts = text.strip().split(".")
    if len(parts) != 4 or not all(part.isdecimal() and int(part) <= 255 for part in parts):
        raise ValueError(f"not an IPv4 address: {text!r}")
    number = 0
    for part in parts:
        number = number * 256 + int(part)
    return number


def format_ip(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


@dataclass(frozen=True)
class Network:
    base: int
    prefix: int

    @property
    def size(self):
        return 2 ** (32 - self.prefix)

    @property
    def broadcast(self):
        return self.base + self.size - 1

    def hosts(self):
        """The addresses that devices can have."""
        return range(self.base + 1, self.broadcast)

    def __contains__(self, address):
        return self.base <= address <= self.broadcast

    def overlaps(self, other):
        return self.base <= other.broadcast and other.base <= self.broadcast

    def __str__(self):
        return f"{format_ip(self.base)}/{self.prefix}"


def parse_network(text):
    """Read a network such as `10.0.0.0/24`."""
    address, _, prefix = text.partition("/")
    if not prefix.isdecimal() or not 8 <= int(prefix) <= 30:
        raise ValueError(f"not a network: {text!r}")
    network = Network(parse_ip(address), int(prefix))
    if network.base % network.size:
        raise ValueError(f"{address} is not the first address of a /{prefix}")
    return network
