def to_postfix(tokens):
    """Turn an infix expression into postfix order."""
    strength = {"+": 1, "-": 1, "*": 2, "/": 2}
    output, waiting = [], []
    for token in tokens:
        if token in strength:
            while waiting and strength[token] <= strength[waiting[-1]]:
                output.append(waiting.pop())
            waiting.append(token)
        else:
            output.append(token)
    while waiting:
        output.append(waiting.pop())
    return output
