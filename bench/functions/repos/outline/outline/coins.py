def change(amount, coins):
    """How many of each coin make up an amount, taking the largest first; coins that are not needed are left out.

    >>> change(87, [50, 20, 10, 5, 1])
    {50: 1, 20: 1, 10: 1, 5: 1, 1: 2}
    >>> change(40, [1, 20])
    {20: 2}
    """
