"""Reads puzzle files."""

from pathlib import Path

from crossgrid.clues import parse_clue
from crossgrid.grid import Grid
from crossgrid.puzzle import Puzzle

SETTINGS = ("title", "shortest")


def read_puzzle(path):
    return parse_puzzle(Path(path).read_text(encoding="utf-8"))


def parse_puzzle(text):
    parts = [part.splitlines() for part in text.strip().split("\n\n")]
    if len(parts) != 3:
        raise ValueError("a puzzle has settings, a grid and clues")
    settings = dict(_setting(line) for line in parts[0])
    grid = Grid(parts[1], int(settings.get("shortest", 3)))
    return Puzzle(grid, [parse_clue(line) for line in parts[2]], settings.get("title", ""))


def _setting(line):
    key, colon, value = line.partition(":")
    if not colon or key.strip() not in SETTINGS:
        raise ValueError(f"not a setting: {line}")
    return key.strip(), value.strip()
