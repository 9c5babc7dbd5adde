"""What is printed about broken links."""

import json


def as_text(problems, folder):
    """A line for each problem and one with the sum."""
    lines = [
        f"{problem.path.relative_to(folder).as_posix()}:{problem.line}: {problem.target}: {problem.reason}"
        for problem in problems
    ]
    noun = "link" if len(problems) == 1 else "links"
    return "\n".join([*lines, f"{len(problems)} broken {noun}"])


def as_json(problems, folder):
    """A list with an object for each problem."""
    rows = [
        {
            "file": problem.path.relative_to(folder).as_posix(),
            "line": problem.line,
            "target": problem.target,
            "reason": problem.reason,
        }
        for problem in problems
    ]
    return json.dumps(rows, indent=2)
