class Node:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def reverse(node):
    """Turn a linked list around and return its new first node."""
    before = None
    while node:
        after = node.following
        node.following = before
        before = node
        node = after
    return before
