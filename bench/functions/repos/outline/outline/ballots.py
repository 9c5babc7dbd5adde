def winner(ballots):
    """The name that most ballots hold, or None when the first place is shared or there is no ballot.

    >>> winner(["ann", "bob", "ann"])
    'ann'
    >>> winner(["ann", "bob"]) is None
    True
    """
