def squeeze(text, limit):
    """Text in which no character stands more than `limit` times in a row.

    >>> squeeze("helllllo!!!", 2)
    'hello!!'
    >>> squeeze("aaabbb", 1)
    'ab'
    """
