"""Aligns a block of lines with the most similar lines of a file."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

_MAX_CELLS = 600_000
"""Lines of the block times lines of the file; beyond it nothing is aligned."""


def similarity(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if not a.strip() or not b.strip():
        return 0.0
    if a.strip() == b.strip():
        return 0.97
    return fuzz.ratio(a, b) / 100


def align(old: Sequence[str], file: Sequence[str]) -> list[tuple[float, tuple[int | None, ...]]]:
    """The best alignments of a block within a file, best first, none overlapping: score 0..1 and line indices.

    Dynamic programming over lines: a line may be matched, a line of the block may be missing in the file, and
    a line of the file may be missing in the block (Needleman and Wunsch 1970, with free ends in the file).
    """
    rows, columns = len(old), len(file)
    if not rows or not columns or rows * columns > _MAX_CELLS:
        return []
    weights = [max(len(line.strip()), 1) for line in old]
    cache: dict[tuple[str, str], float] = {}
    previous: list[float] = [0.0] * (columns + 1)
    moves: list[list[int]] = []
    for row in range(rows):
        current = [0.0] * (columns + 1)
        choice = [0] * (columns + 1)
        for column in range(columns + 1):
            best, move = previous[column], 1
            if column:
                pair = (old[row], file[column - 1])
                if pair not in cache:
                    cache[pair] = similarity(*pair)
                similar = cache[pair]
                if similar >= 0.6 and previous[column - 1] + weights[row] * similar > best:
                    best, move = previous[column - 1] + weights[row] * similar, 0
                if row < rows - 1:
                    skipped = current[column - 1] - max(len(file[column - 1].strip()), 1) * 0.5
                    if skipped > best:
                        best, move = skipped, 2
            current[column], choice[column] = best, move
        previous = current
        moves.append(choice)
    total = sum(weights)
    taken: list[tuple[int, int]] = []
    found = []
    for end in sorted(range(columns + 1), key=lambda column: -previous[column])[: 40 + rows * 4]:
        lines = _trace(moves, rows, end)
        known = [line for line in lines if line is not None]
        if not known or any(known[0] < high and low <= known[-1] for low, high in taken):
            continue
        taken.append((known[0], known[-1] + 1))
        found.append((previous[end] / total, lines))
    return found


def _trace(moves: Sequence[Sequence[int]], rows: int, column: int) -> tuple[int | None, ...]:
    lines: list[int | None] = [None] * rows
    row = rows - 1
    while row >= 0:
        move = moves[row][column]
        if move == 0:
            lines[row] = column - 1
            row, column = row - 1, column - 1
        elif move == 1:
            row -= 1
        else:
            column -= 1
    return tuple(lines)
