def evaluate(tokens):
    """The value of an expression in reverse Polish notation."""
    operators = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    stack = []
    for token in tokens:
        if isinstance(token, (int, float)):
            stack.append(token)
        else:
            b = stack.pop()
            a = stack.pop()
            stack.append(operators[token](a, b))
    return stack.pop()
