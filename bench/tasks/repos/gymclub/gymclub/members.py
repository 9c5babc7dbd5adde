"""Members and their visits."""

from dataclasses import dataclass, field
from datetime import date

from gymclub.plans import Plan, find_plan


@dataclass
class Member:
    name: str
    plan: Plan
    joined: date
    visits: list = field(default_factory=list)  # the day of each visit

    def count_visits(self, year, month):
        """How often the member has been here in that month."""
        return sum((day.year, day.month) == (year, month) for day in self.visits)

    def visits_left(self, year, month):
        """How many visits of that month are left, None when the plan has no limit."""
        if self.plan.visits is None:
            return None
        return self.plan.visits - self.count_visits(year, month)

    def check_in(self, day):
        """Note a visit. Raises ValueError before the day of joining, or when the month's visits are used up."""
        if day < self.joined:
            raise ValueError(f"{self.name} is no member yet")
        limit = self.plan.visits
        if limit is not None and self.count_visits(day.year, day.month) >= limit:
            raise ValueError(f"{self.name} has no visits left")
        self.visits.append(day)


def join(name, plan_name, day):
    """A new member with the plan of that name. Raises ValueError when there is no such plan."""
    return Member(name, find_plan(plan_name), day)
