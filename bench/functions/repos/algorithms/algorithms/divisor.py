def gcd(a, b):
    """Greatest common divisor of two whole numbers that are not negative."""
    if b == 0:
        return a
    return gcd(b, a % b)
