def kth(values, k):
    """The k-th smallest value, counted from 0."""
    pivot = values[0]
    below = [value for value in values if value < pivot]
    above = [value for value in values if value > pivot]
    not_above = len(values) - len(above)
    if k < len(below):
        return kth(below, k)
    if k >= not_above:
        return kth(above, k - not_above)
    return pivot
