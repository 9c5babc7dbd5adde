def find_first(values, wanted):
    """The index of the first of the sorted values that equals wanted, or -1."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if wanted == values[middle] and (middle == 0 or wanted != values[middle - 1]):
            return middle
        if wanted <= values[middle]:
            high = middle
        else:
            low = middle + 1
    return -1
