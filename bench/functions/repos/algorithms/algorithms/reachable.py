def reachable(graph, start, goal):
    """Whether goal can be reached from start by following edges."""
    seen = set()

    def visit(node):
        if node == goal:
            return True
        if node in seen:
            return False
        seen.add(node)
        return any(visit(following) for following in graph.get(node, ()))

    return visit(start)
