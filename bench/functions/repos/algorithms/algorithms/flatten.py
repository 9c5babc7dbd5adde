def flatten(items):
    """Yield the values of nested lists, one after another."""
    for item in items:
        if isinstance(item, list):
            for inner in flatten(item):
                yield inner
        else:
            yield item
