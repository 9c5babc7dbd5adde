from brewlog.gravity import abv, attenuation


def test_abv():
    assert abv(1.050, 1.012) == 5.0
    assert abv(1.050, 1.050) == 0


def test_attenuation():
    assert attenuation(1.050, 1.010) == 80
