"""What is shown before an approval, drawn so that nothing inside it can pass for the frame or the question.

The frame's bar stands in the first column of every line. What a model, a file or a policy file supplied stands behind a
second bar, `│` where a line begins and `┊` where a long one goes on, with every odd character escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.text import Text

from agent_runtime.governance.approval import ApprovalRequest
from agent_runtime.interfaces.diff_view import diff_lines
from agent_runtime.interfaces.text import exact, is_odd, long_gaps, odd_names, safe, visible
from agent_runtime.types import DecisionPart

MAX_WIDTH = 100
MIN_WIDTH = 24
MAX_DIFF_LINES = 60
MAX_ARGUMENT_CHARS = 200
MAX_EMPTY_LINES = 3
_ESCAPED = "bold reverse"
_FRAME = "yellow"
_LABEL = "bold"


@dataclass(slots=True)
class View:
    """Lines to print, and what was left out of them."""

    width: int
    lines: list[Text] = field(default_factory=list)
    hidden: int = 0
    """Lines of what is asked about that are not shown."""
    odd: list[str] = field(default_factory=list)
    secrets: bool = False

    def title(self, text: str) -> None:
        line = Text("┏━ ", style=_FRAME)
        line.append(text[: self.width - 5], style="bold yellow")
        line.append(" " + "━" * max(0, self.width - cell_len(line.plain) - 1))
        self.lines.append(line)

    def end(self) -> None:
        self.lines.append(Text("┗" + "━" * (self.width - 1), style=_FRAME))

    def label(self, text: str) -> None:
        self._add(Text(text, style=_LABEL))

    def say(self, text: str, style: str = "") -> None:
        """Our own words, wrapped at spaces."""
        self.flow(text.split(" "), " ", style)

    def flow(self, words: Sequence[str], gap: str, style: str = "") -> None:
        """Words side by side, as many as there is room for."""
        room, lines = self.width - 4, [""]
        for word in words:
            joined = lines[-1] + gap + word if lines[-1] else word
            if cell_len(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(word)
        for line in lines:
            start = 0
            for end in wrap_cells(line, room):
                if end > start:
                    self._add(Text("  " + line[start:end], style=style))
                start = end

    def quote(self, text: str, style: str = "") -> None:
        """Foreign text behind the second bar, with letters that pass for others escaped."""
        self.odd += [name for name in odd_names(text) if name not in self.odd]
        self._quote_lines(text.split("\n"), [self._escaped(line, style) for line in text.split("\n")])

    def quote_diff(self, diff: str) -> None:
        """A diff behind the second bar, with the words that changed marked."""
        lines = diff.rstrip("\n").split("\n")
        marked = diff_lines(diff)
        self._quote_lines(lines, [_short_gaps(line, text) for line, text in zip(lines, marked, strict=True)])

    def _quote_lines(self, lines: Sequence[str], shown: Sequence[Text]) -> None:
        empty = 0
        for line, text in zip(lines, shown, strict=True):
            empty = 0 if line.strip() else empty + 1
            if empty <= MAX_EMPTY_LINES:
                self._quote_line(text)
            elif empty == MAX_EMPTY_LINES + 1:
                self._quote_line(Text("[more empty lines]", style=_ESCAPED))

    @staticmethod
    def _escaped(line: str, style: str) -> Text:
        text = Text(style=style)
        for part, stands_for in long_gaps(line):
            if stands_for:
                text.append(part, style=_ESCAPED)
                continue
            for char in part:
                text.append(exact(char), style=_ESCAPED if is_odd(char) else None)
        return text

    def _quote_line(self, text: Text) -> None:
        start = 0
        for end in wrap_cells(text.plain, self.width - 4):
            self._add(Text.assemble(("│ " if start == 0 else "┊ ", "dim"), text[start:end]))
            start = end

    def _add(self, text: Text) -> None:
        self.lines.append(Text.assemble(("┃ ", _FRAME), text))


def draw(
    request: ApprovalRequest,
    *,
    width: int,
    full: bool = False,
    keys: Sequence[str] = (),
    redact: Callable[[str], str] = lambda text: text,
) -> View:
    """The whole question: what would be done, which part asks and why, where it would run, and the answers there are.

    `full` leaves nothing out; `keys` are the answers.
    """
    view = View(max(MIN_WIDTH, min(width, MAX_WIDTH)))

    def clean(text: str) -> str:
        cleaned = redact(text)
        view.secrets = view.secrets or cleaned != text
        return cleaned

    view.title(f"approval needed: {exact(request.tool)}")
    _what(view, request, clean, full)
    _why(view, request, clean, full)
    view.label("where")
    view.quote(clean(request.cwd))
    if request.sandbox:
        view.say(safe(request.sandbox))
    _notes(view)
    if keys:
        view.label("answers")
        view.flow(keys, "   ")
    view.end()
    return view


def draw_hunk(text: str, *, number: int, count: int, width: int, redact: Callable[[str], str]) -> View:
    """One hunk of a patch."""
    view = View(max(MIN_WIDTH, min(width, MAX_WIDTH)))
    view.title(f"hunk {number} of {count}")
    view.quote_diff(redact(text.rstrip("\n")))
    view.end()
    return view


def _what(view: View, request: ApprovalRequest, clean: Callable[[str], str], full: bool) -> None:
    if request.command is not None:
        view.label("command")
        view.quote(clean(request.command), "bold")
    elif request.arguments:
        view.label("arguments")
        for name, value in request.arguments.items():
            text = f"{name} = {clean(str(value))}"
            if not full and len(text) > MAX_ARGUMENT_CHARS:
                view.hidden += 1
                text = text[:MAX_ARGUMENT_CHARS] + "..."
            view.quote(text)
    if request.preview:
        view.label("change")
        lines = clean(request.preview).rstrip("\n").split("\n")
        shown = lines if full else lines[:MAX_DIFF_LINES]
        view.quote_diff("\n".join(shown))
        view.hidden += len(lines) - len(shown)
        if len(shown) < len(lines):
            view.say(f"{len(lines) - len(shown)} more lines are not shown; m shows them", "bold yellow")


def _why(view: View, request: ApprovalRequest, clean: Callable[[str], str], full: bool) -> None:
    decision = request.decision
    view.label("why")
    asking = [part for part in decision.parts if part.verdict != "allow"]
    for part in decision.parts if full else asking:
        if full or len(asking) > 1 or part.text.strip() != (request.command or "").strip():
            view.quote(clean(part.text))
        view.say(_reason(part), "yellow" if part.verdict != "allow" else "dim")
    if not asking:
        where = f" ({_line(decision.source)})" if decision.source else ""
        view.say(f"{_line(decision.reason)}; rule {_line(decision.rule)}{where}", "yellow")
    if full and decision.suggestion:
        view.say(f"instead: {_line(decision.suggestion)}", "dim")


def _reason(part: DecisionPart) -> str:
    where = f" ({_line(part.source)})" if part.source else ""
    return f"{part.verdict}: {_line(part.reason)}; rule {_line(part.rule)}{where}"


def _line(text: str) -> str:
    """A policy file's words on one line of ours."""
    return safe(" ".join(text.split()))


def _notes(view: View) -> None:
    if view.odd:
        shown = ", ".join(view.odd[:6]) + (f" and {len(view.odd) - 6} more" if len(view.odd) > 6 else "")
        view.label("careful")
        view.say(f"unusual characters, shown as escapes: {shown}", "bold red")
    if view.secrets:
        view.say("a secret in it is not shown", "bold yellow")


def _short_gaps(line: str, marked: Text) -> Text:
    """A line of a diff; one with long runs of spaces, which would hide what follows them, is shown with a word in
    their place and without marks."""
    pieces = list(long_gaps(line))
    if not any(stands_for for _, stands_for in pieces):
        return marked
    text = Text(style=marked.style)
    for part, stands_for in pieces:
        text.append(part if stands_for else visible(part.expandtabs(4)), style=_ESCAPED if stands_for else None)
    return text


def wrap_cells(line: str, width: int) -> list[int]:
    """Where to break a line so that no piece is wider than `width` terminal cells: the ends of the pieces."""
    ends, used = [], 0
    for index, char in enumerate(line):
        size = cell_len(char)
        if used + size > width and used:
            ends.append(index)
            used = 0
        used += size
    return [*ends, len(line)]
