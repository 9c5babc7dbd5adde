from netpool.leases import Lease, LeaseTable, PoolFull
from netpool.mac import normalize
from netpool.networks import Network, load
from netpool.ranges import parse_range

__all__ = ["Lease", "LeaseTable", "Network", "PoolFull", "load", "normalize", "parse_range"]
