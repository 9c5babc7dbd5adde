from algorithms.linked import Node, reverse


def test_it():
    n = reverse(Node(1, Node(2)))
    assert (n.value, n.following.value, n.following.following) == (2, 1, None)
