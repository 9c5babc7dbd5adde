"""Courses with a limited number of places."""


class Course:
    def __init__(self, name, places):
        self.name = name
        self.places = places
        self.taking_part = []
        self.waiting = []

    def sign_up(self, member):
        """Give the member a place, or the last position of the waiting list; True for a place.

        Raises ValueError when the member is on a list already, or has a plan without courses.
        """
        if not member.plan.courses:
            raise ValueError(f"{member.name} has a plan without courses")
        if member in self.taking_part or member in self.waiting:
            raise ValueError(f"{member.name} has signed up already")
        if len(self.taking_part) < self.places:
            self.taking_part.append(member)
            return True
        self.waiting.append(member)
        return False

    def cancel(self, member):
        """Take the member off. If that makes a place free, the first of the waiting list gets it.

        Raises ValueError when the member has not signed up.
        """
        if member in self.waiting:
            self.waiting.remove(member)
        elif member in self.taking_part:
            self.taking_part.remove(member)
            if self.waiting:
                self.taking_part.append(self.waiting.pop(0))
        else:
            raise ValueError(f"{member.name} has not signed up")
