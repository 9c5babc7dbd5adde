"""Asks the person at the terminal."""

from __future__ import annotations

import sys
import termios
from collections.abc import Callable
from typing import Literal

from rich.console import Console
from rich.text import Text

from agent_runtime.errors import ApprovalRefused
from agent_runtime.governance.approval import ApprovalRequest, rememberable
from agent_runtime.interfaces.approval_view import View, draw, draw_hunk
from agent_runtime.interfaces.text import exact, is_odd
from agent_runtime.types import Approval, Remember

NO = Approval(approved=False, source="user")
YES = Approval(approved=True, source="user")
_WORDS = {
    "y": "yes", "n": "no", "e": "edit", "s": "session", "p": "project", "h": "hunks", "m": "more", "q": "quit",
}  # fmt: skip
_HELP = {
    "yes": "y yes",
    "no": "n no [reason]",
    "edit": "e edit",
    "session": "s always (session)",
    "project": "p always (project)",
    "hunks": "h hunk by hunk",
    "more": "m show more",
    "quit": "q quit",
}


class ConsoleApprover:
    """Shows exactly what would happen and takes an answer. Ctrl-C and end of input are no.

    What was typed before the question was shown is thrown away: it cannot have been meant for it.
    """

    def __init__(
        self,
        console: Console,
        *,
        pause: Callable[[], None] = lambda: None,
        redact: Callable[[str], str] = lambda text: text,
        read: Callable[[Console, str], str] | None = None,
        edit: Callable[[str], str] | None = None,
    ) -> None:
        self.redact = redact
        """Takes secrets out of what is shown."""
        self._console = console
        self._pause = pause
        self._read = read or read_line
        self._edit = edit or edit_command

    def ask(self, request: ApprovalRequest) -> Approval:
        """Raises:
        ApprovalRefused: the person wants to end the run.
        """
        self._pause()
        try:
            return self._dialog(request)
        except (KeyboardInterrupt, EOFError):
            self._tell("That is a no.")
            return NO

    def _dialog(self, request: ApprovalRequest) -> Approval:
        answers = self._answers(request)
        view = self._show(request, answers)
        while True:
            prompt = f"allow? [{'/'.join(name[0] for name in answers)}] "
            word, _, rest = self._read(self._console, prompt).strip().partition(" ")
            name = _WORDS.get(word.lower(), word.lower())
            answer: Approval | None = None
            if name == "quit":
                raise ApprovalRefused(f"You ended the run at {request.tool}.", remedy="Nothing of that call was done.")
            if name == "no":
                return self._refuse(rest)
            if name == "more":
                view = self._show(request, answers, full=True)
            elif name in ("yes", "session", "project") and name in answers and view.hidden:
                self._tell(f"{view.hidden} lines are not shown yet: m shows all, then answer again.")
            elif name == "yes":
                answer = YES
            elif name in ("session", "project"):
                answer = self._remember(request, "session" if name == "session" else "project")
            elif name == "edit" and name in answers:
                answer = self._edited(request)
            elif name == "hunks" and name in answers:
                answer = self._hunks(request)
            else:
                self._tell("Answer with one of: " + ", ".join(_HELP[known] for known in answers) + ".")
            if answer is not None:
                return answer

    def _answers(self, request: ApprovalRequest) -> tuple[str, ...]:
        remember, _ = rememberable(request)
        wanted = {
            "edit": request.command is not None,
            "session": remember != "never",
            "project": remember == "project",
            "hunks": len(request.hunks) > 1,
        }
        return tuple(name for name in _HELP if wanted.get(name, True))

    def _show(self, request: ApprovalRequest, answers: tuple[str, ...], *, full: bool = False) -> View:
        keys = [_HELP[name] for name in answers]
        view = draw(request, width=self._console.width, full=full, keys=keys, redact=self.redact)
        self._print(view)
        if full:
            remember, why_not = rememberable(request)
            self._tell(f"May be remembered: {remember}{'; ' + why_not if why_not else ''}.")
        return view

    def _print(self, view: View) -> None:
        self._console.print()
        for line in view.lines:
            self._console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def _tell(self, text: str) -> None:
        self._console.print(Text(exact(text), style="yellow"))

    def _refuse(self, reason: str) -> Approval:
        if not reason.strip():
            try:
                reason = self._read(self._console, "reason for the model (Enter: none): ")
            except (KeyboardInterrupt, EOFError):
                reason = ""
        return Approval(approved=False, source="user", comment=" ".join(reason.split()))

    def _remember(self, request: ApprovalRequest, scope: Literal["session", "project"]) -> Approval | None:
        remember, why_not = rememberable(request)
        allowed: dict[Remember, tuple[str, ...]] = {
            "never": (), "session": ("session",), "project": ("session", "project"),
        }  # fmt: skip
        if scope not in allowed[remember]:
            self._tell(f"Not always for this {scope}: {why_not}.")
            return None
        return Approval(approved=True, source="user", scope=scope)

    def _edited(self, request: ApprovalRequest) -> Approval | None:
        command = request.command or ""
        if self.redact(command) != command:
            self._tell("It holds a secret, which an editor would show. Answer n with what to do instead.")
            return None
        plain = "".join(char for char in command if not is_odd(char))
        if plain != command:
            self._tell("The unusual characters are left out below.")
        edited = self._edit(plain).strip()
        if not edited or edited == command:
            self._tell("Nothing was changed." if edited else "An empty command cannot run.")
            return None
        return Approval(approved=True, source="user", edited_command=edited)

    def _hunks(self, request: ApprovalRequest) -> Approval | None:
        """Goes through the hunks; nothing is decided until the last has an answer."""
        chosen: list[str] = []
        rest: bool | None = None
        for number, (name, text) in enumerate(request.hunks, 1):
            if rest is None:
                self._print(
                    draw_hunk(
                        text, number=number, count=len(request.hunks), width=self._console.width, redact=self.redact
                    )
                )
                take, rest = self._hunk_answer(number, len(request.hunks))
            else:
                take = rest
            if take is None:
                return None
            if take:
                chosen.append(name)
        if not chosen:
            return self._refuse("")
        if len(chosen) == len(request.hunks):
            return YES
        return Approval(approved=True, source="user", hunks=tuple(chosen))

    def _hunk_answer(self, number: int, count: int) -> tuple[bool | None, bool | None]:
        """Whether to take this hunk (`None`: leave the review), and what holds for all later ones."""
        replies: dict[str, tuple[bool | None, bool | None]] = {
            "y": (True, None), "n": (False, None), "a": (True, True), "d": (False, False), "q": (None, None),
        }  # fmt: skip
        while True:
            word = self._read(self._console, f"apply hunk {number} of {count}? [y/n/a/d/q] ").strip().lower()
            if (reply := replies.get(word[:1])) is not None and word in (word[:1], "yes", "no", "all", "done", "quit"):
                return reply
            self._tell("y this one, n not this one, a this and all that follow, d no more, q back to the question")


def discard_typed() -> None:
    """Throw away keys that were typed before now."""
    try:
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    except (termios.error, OSError, ValueError):
        return  # no terminal: nothing is typed ahead


def read_line(console: Console, prompt: str, *, keep_typed: bool = False) -> str:
    """One line from the terminal; the prompt goes to stderr, since stdout belongs to the answer. What was typed before
    is thrown away unless `keep_typed`.

    Raises:
        EOFError, KeyboardInterrupt
    """
    console.print(Text(prompt, style="bold"), end="", soft_wrap=True)
    console.file.flush()
    if not keep_typed:
        discard_typed()
    line = sys.stdin.buffer.readline()
    if not line:
        console.print()
        raise EOFError
    return line.decode("utf-8", "replace").rstrip("\r\n")


def edit_command(command: str) -> str:
    """Line editing with the command filled in; on a terminal that cannot move its cursor, a new line instead.

    Raises:
        EOFError, KeyboardInterrupt
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    discard_typed()
    several = "\n" in command
    hint = "command (Esc, then Enter, ends): " if several else "command: "
    session: PromptSession[str] = PromptSession(output=create_output(stdout=sys.stderr))
    return session.prompt(hint, default=command, multiline=several)
