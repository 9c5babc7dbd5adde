"""A party to which everybody brings a dish."""

from dataclasses import dataclass

COURSES = ("starter", "main", "side", "dessert", "drink")

NOT_EATEN = {
    "vegetarian": {"meat", "fish"},
    "vegan": {"meat", "fish", "milk", "egg", "honey"},
}


@dataclass(frozen=True)
class Dish:
    name: str
    course: str
    serves: int
    cook: str
    contains: frozenset = frozenset()


class Party:
    def __init__(self, guests):
        self.guests = guests  # how many there are
        self.dishes = []

    def bring(self, dish):
        """Add a dish. Raises ValueError when there is no such course, or when somebody brings the same dish already."""
        if dish.course not in COURSES:
            raise ValueError(f"there is no course {dish.course!r}")
        for other in self.dishes:
            if other.name.lower() == dish.name.lower():
                raise ValueError(f"{other.cook} brings {other.name} already")
        self.dishes.append(dish)

    def menu(self):
        """The dishes in the order of the courses, and in a course by name."""
        return sorted(self.dishes, key=lambda dish: (COURSES.index(dish.course), dish.name))

    def servings(self, course):
        """How many people the dishes of a course serve."""
        return sum(dish.serves for dish in self.dishes if dish.course == course)

    def missing(self):
        """The courses with too few servings for the guests, and how many more each of them needs: `{"side": 3}`."""
        missing = {}
        for course in COURSES:
            short = self.guests - self.servings(course)
            if short > 0:
                missing[course] = short
        return missing

    def suitable(self, diet):
        """The dishes of the menu that somebody with that diet can eat."""
        return [dish for dish in self.menu() if not dish.contains & NOT_EATEN[diet]]
