"""Members of a gym."""

from gymclub.courses import Course
from gymclub.members import Member, join
from gymclub.plans import Plan, find_plan

__all__ = ["Course", "Member", "Plan", "find_plan", "join"]
