"""Who works when."""

from shiftplan.model import Plan, Shift
from shiftplan.rules import check_plan

__all__ = ["Plan", "Shift", "check_plan"]
