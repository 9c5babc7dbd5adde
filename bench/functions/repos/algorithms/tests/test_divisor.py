from algorithms.divisor import gcd


def test_gcd():
    assert gcd(12, 18) == 6
    assert gcd(17, 0) == 17
    assert gcd(13, 13) == 13
    assert gcd(35, 21) == 7
