"""Small languages inside arguments: sed scripts and awk programs that only print."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_ADDRESS = r"(?:\d+|\$|/(?:[^/\\\n]|\\.)*/I?)(?:[~,]\+?(?:\d+|\$|/(?:[^/\\\n]|\\.)*/I?))?"
_SED_COMMAND = re.compile(
    rf"\s*(?:{_ADDRESS})?\s*!?\s*(?:[pPdDqQ=lnNgGhHx]\d*"
    r"|s(?P<d>[^\w\s\\])(?:\\.|(?!(?P=d))[^\\\n])*(?P=d)(?:\\.|(?!(?P=d))[^\\\n])*(?P=d)[gpIi0-9]*"
    r"|y(?P<e>[^\w\s\\])(?:\\.|(?!(?P=e))[^\\\n])*(?P=e)(?:\\.|(?!(?P=e))[^\\\n])*(?P=e))\s*",
    re.DOTALL,
)


def sed_prints_only(script: str) -> bool:
    """Whether a sed script has no `w`, `r`, `e` command or flag (GNU sed manual, 3.2 and 3.8)."""
    if len(script) > 2000:
        return False
    script = re.sub(r"[{}]", ";", script) if re.fullmatch(r"[^/s]*\{[^{}]*\}", script) else script
    i = 0
    while i < len(script):
        if script[i] in "; \n\t":
            i += 1
            continue
        match = _SED_COMMAND.match(script, i)
        if not match or match.end() == i:
            return False
        i = match.end()
        if i < len(script) and script[i] not in ";\n":
            return False
    return True


def awk_prints_only(program: str) -> bool:
    """Whether an awk program starts nothing and opens no file: no `system`, pipe, redirection, `getline` or `@`."""
    code = _awk_code(program)
    if code is None or re.search(r"\b(system|getline|ENVIRON|ARGV|ARGC|PROCINFO)\b|@", code):
        return False
    if "|" in code.replace("||", ""):
        return False
    # A statement goes on in the next line after a backslash, a comma, `{` and some operators.
    code = re.sub(r"\\\n|(?<=[,{&|])[ \t]*\n|\b(?:do|else)[ \t]*\n", " ", code)
    while (plain := re.sub(r"\([^()]*\)", " 0 ", code)) != code:
        code = plain
    # `>` after print is a redirection; elsewhere, and in brackets, it compares.
    return not re.search(r"\bprintf?\b[^;}\n]*>", code)


_AWK_KEYWORD = re.compile(r"\b(printf?|return|in|case|do|else|getline|exit|delete)\s*$")
"""After one of these a slash begins a pattern."""
_AWK_HEAD = re.compile(r"\b(if|while|for)\s*$")
"""After the brackets that follow one of these a statement begins, and a slash begins a pattern."""
_AWK_OPERATORS = frozenset("({[,;~!&|=+-*/%^<>?:$}")
"""After one of these an operand must follow, so that a slash begins a pattern."""
_AWK_CLOSED = tuple(
    re.compile(r"(?>\\.|[^\[\\]|\[\^?+\]?+(?>\[:\w+:\]|\[\.[^.]*\.\]|\[=[^=]*=\]|" + each + r")*+\])*+", re.DOTALL)
    for each in (r"\\.|[^\]\\]", r"[^\]]")
)
"""A pattern of which every bracket expression is closed, for awks that know an escape in one and those that do not."""


def _awk_code(program: str) -> str | None:
    """The program without its strings, patterns and comments; `None` when one stays open or can be read in two ways."""
    out: list[str] = []
    heads: list[bool] = []
    i, before = 0, ";"
    while i < len(program) and i < 5000:
        char = program[i]
        if program.startswith("\\\n", i):
            out.append(" ")
            i += 2
            continue
        if char == '"' or (char == "/" and _awk_pattern_follows("".join(out), before)):
            end = i + 1
            while end < len(program) and program[end] not in (char, "\n"):
                end += 2 if program[end] == "\\" else 1
            if end >= len(program) or program[end] != char:
                return None
            # A slash in a bracket expression ends the pattern in some awks only.
            if char == "/" and not all(closed.fullmatch(program[i + 1 : end]) for closed in _AWK_CLOSED):
                return None
            out.append(" 0 ")
            i, before = end + 1, "0"
            continue
        if char == "#":
            end = program.find("\n", i)
            i = len(program) if end < 0 else end
            continue
        if char == "(":
            heads.append(bool(_AWK_HEAD.search("".join(out))))
        out.append(char)
        if char == "\n":
            before = ";"
        elif char == ")":
            before = ";" if heads and heads.pop() else ")"
        elif not char.isspace():
            before = char
        i += 1
    return "".join(out) if i >= len(program) else None


def _awk_pattern_follows(code: str, before: str) -> bool:
    """Whether a slash after this code begins a pattern; else it divides."""
    if code.rstrip(" \t").endswith(("++", "--")):
        return False
    return before in _AWK_OPERATORS or bool(_AWK_KEYWORD.search(code))


def jq_prints_only(program: str) -> bool:
    """Whether a jq or yq program reads neither the environment nor a file (jq manual, `env`, `import`; yq, `load`)."""
    return not re.search(
        r"\$ENV\b|\$__prog|(?<![.\w\"$])env\b|\b(import|include|modulemeta|input_filename|get_search_list)\b"
        r"|\b(load|load_\w+|strload|strenv|envsubst|eval|filename|system|exec)\b\s*(\(|$|\|)",
        program,
    )


PRINTS_ONLY: Mapping[str, Callable[[str], bool]] = {
    "sed": sed_prints_only,
    "awk": awk_prints_only,
    "jq": jq_prints_only,
    "yq": jq_prints_only,
}
