def mask(text, keep):
    """Text with a star for each character but the first and the last `keep`. Text that is too short for both is all stars.

    >>> mask("4111222233334444", 4)
    '4111********4444'
    >>> mask("secret", 3)
    '******'
    >>> mask("abc", 1)
    'a*c'
    """
