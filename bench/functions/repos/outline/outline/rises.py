def longest_rise(values):
    """The longest run of neighbours that grow, as a list; the first of several that are as long.

    >>> longest_rise([3, 1, 2, 4, 4, 5])
    [1, 2, 4]
    >>> longest_rise([])
    []
    >>> longest_rise([9, 8])
    [9]
    """
