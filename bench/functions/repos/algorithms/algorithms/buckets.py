def bucket_sort(values, limit):
    """Sort whole numbers from 0 below the limit by counting them."""
    counts = [0] * limit
    for value in values:
        counts[value] += 1
    result = []
    for value, count in enumerate(counts):
        result.extend([value] * count)
    return result
