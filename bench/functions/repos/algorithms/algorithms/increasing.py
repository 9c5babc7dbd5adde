def longest_increasing(values):
    """Length of the longest strictly increasing subsequence."""
    best = []
    for index, value in enumerate(values):
        length = 0
        for before in range(index):
            if values[before] < value and best[before] > length:
                length = best[before]
        best.append(length + 1)
    return max(best, default=0)
