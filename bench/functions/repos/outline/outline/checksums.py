def is_valid(number):
    """Whether the digits of a number, a string, are right: weighted with 1, 3, 1, 3 and so on from the left, their sum
    is a multiple of ten. Blanks and dashes do not count; a number with anything else in it, or without digits, is wrong.

    >>> is_valid("4006381333931")
    True
    >>> is_valid("400-638 1333932")
    False
    >>> is_valid("4006x")
    False
    """
