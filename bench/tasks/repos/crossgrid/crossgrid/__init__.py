"""Small crosswords."""

from crossgrid.clues import Clue, parse_clue
from crossgrid.files import parse_puzzle, read_puzzle
from crossgrid.grid import Entry, Grid
from crossgrid.puzzle import Puzzle

__all__ = ["Clue", "Entry", "Grid", "Puzzle", "parse_clue", "parse_puzzle", "read_puzzle"]
