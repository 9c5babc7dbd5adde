def ranks(scores):
    """The rank of each score, in the order of the scores: the highest is first, equal ones share a rank, and the next rank
    counts them all.

    >>> ranks([50, 80, 80, 20])
    [3, 1, 1, 4]
    >>> ranks([])
    []
    """
