def pascal(count):
    """The first rows of Pascal's triangle."""
    rows = [[1]]
    for r in range(1, count):
        row = []
        for c in range(0, r + 1):
            above_left = rows[r - 1][c - 1] if c > 0 else 0
            above = rows[r - 1][c] if c < r else 0
            row.append(above_left + above)
        rows.append(row)
    return rows
