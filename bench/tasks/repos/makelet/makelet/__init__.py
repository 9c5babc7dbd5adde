from makelet.errors import MakeletError
from makelet.plan import in_order, outdated
from makelet.rules import Target, load
from makelet.variables import expand

__all__ = ["MakeletError", "Target", "expand", "in_order", "load", "outdated"]
