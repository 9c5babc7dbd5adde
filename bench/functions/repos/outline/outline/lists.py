def spoken(words):
    """Words as one says them.

    >>> spoken(["tea"])
    'tea'
    >>> spoken(["tea", "milk"])
    'tea and milk'
    >>> spoken(["tea", "milk", "bread"])
    'tea, milk and bread'
    """
