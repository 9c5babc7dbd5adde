def free_slots(taken, first, last):
    """The gaps between taken (start, end) pairs, from `first` to `last`. The pairs are in order and do not overlap.

    >>> free_slots([(9, 10), (12, 13)], 8, 17)
    [(8, 9), (10, 12), (13, 17)]
    >>> free_slots([(8, 17)], 8, 17)
    []
    """
