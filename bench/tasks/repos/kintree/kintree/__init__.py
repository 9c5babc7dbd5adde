"""A family tree in a CSV file, and who is related to whom."""

from kintree.days import Day, parse_day, years_between
from kintree.persons import Person
from kintree.tree import Tree, load_tree

__all__ = ["Day", "Person", "Tree", "load_tree", "parse_day", "years_between"]
