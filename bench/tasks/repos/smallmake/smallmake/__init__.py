"""A small build tool."""

from smallmake.due import is_due
from smallmake.order import CircularNeeds, build_order
from smallmake.rules import Rule, RulesError, load_rules
from smallmake.variables import expand

__all__ = ["CircularNeeds", "Rule", "RulesError", "build_order", "expand", "is_due", "load_rules"]
