from algorithms.divisor import gcd
import math


def test_it():
    for a in range(30):
        for b in range(30):
            assert gcd(a, b) == math.gcd(a, b)
