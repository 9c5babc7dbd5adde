"""Our networks, as netpool.toml describes them."""

import tomllib
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from netpool.ranges import parse_range


@dataclass(frozen=True)
class Network:
    name: str
    network: IPv4Network
    gateway: IPv4Address
    reserved: tuple = ()
    fixed: dict = field(default_factory=dict)

    def free(self, taken=()):
        """The addresses that may be handed out, in order, without those in `taken`."""
        kept = {self.gateway, *self.reserved, *self.fixed.values(), *taken}
        return [address for address in self.network.hosts() if address not in kept]

    def problems(self):
        """What is wrong with the network, as a list of texts."""
        named = {"gateway": self.gateway, **self.fixed}
        found = [f"{name} {address}" for name, address in named.items() if address not in self.network]
        found += [f"reserved {address}" for address in self.reserved if address not in self.network]
        return [f"{self.name}: {each} is not in {self.network}" for each in found]


def load(path):
    """The networks of a file, by name."""
    data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    return {name: parse(name, entry) for name, entry in data["networks"].items()}


def parse(name, entry):
    reserved = tuple(address for text in entry.get("reserved", ()) for address in parse_range(text))
    fixed = {host: IPv4Address(address) for host, address in entry.get("fixed", {}).items()}
    return Network(name, IPv4Network(entry["network"]), IPv4Address(entry["gateway"]), reserved, fixed)
