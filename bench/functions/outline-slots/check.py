from outline.slots import free_slots as f


def test_it():
    assert f([], 8, 9) == [(8, 9)]
    assert f([(8, 10), (10, 11)], 8, 12) == [(11, 12)]
    assert f([(9, 12)], 8, 12) == [(8, 9)]
