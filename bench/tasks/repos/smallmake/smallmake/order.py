"""The order of the rules."""


class CircularNeeds(ValueError):
    """A rule needs itself in the end."""


def build_order(rules, target):
    """The names of the rules for a target: what a rule needs comes before it."""
    if target not in rules:
        raise ValueError(f"there is no rule {target}")
    order = []

    def visit(name, path):
        if name in path:
            raise CircularNeeds(" -> ".join([*path, name]))
        if name in order:
            return
        for need in rules[name].needs:
            visit(need, [*path, name])
        order.append(name)

    visit(target, [])
    return order
