from kit.lists import runs


def test_it():
    assert runs([None, None, 0, 0, 0]) == [(None, 2), (0, 3)]
    assert runs([7]) == [(7, 1)]
