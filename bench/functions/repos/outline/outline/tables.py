def columns_of(rows, fill):
    """The columns of rows of different length; `fill` stands where a row is too short.

    >>> columns_of([[1, 2, 3], [4]], 0)
    [[1, 4], [2, 0], [3, 0]]
    >>> columns_of([], 0)
    []
    """
