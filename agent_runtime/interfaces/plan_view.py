"""Shows a plan to the person at the terminal, who may change it before it is carried out."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from agent_runtime.agent.plan import Checklist, Review
from agent_runtime.interfaces.render import plan_lines


def show_plan(console: Console, checklist: Checklist) -> None:
    """The checklist, numbered."""
    for line in plan_lines(checklist.items):
        console.print(line)


def reviewer(console: Console, pause: Callable[[], None]) -> Review:
    """Asks whether to go on with a plan, to change it in $EDITOR, or to stop."""

    def review(checklist: Checklist) -> Checklist | None:
        pause()
        while True:
            try:
                answer = console.input("[bold]Enter[/] carries it out, [bold]e[/] edits it, [bold]q[/] stops: ")
            except EOFError:
                return None
            if answer.strip().lower() in ("", "y", "yes"):
                return checklist
            if answer.strip().lower() in ("q", "n", "no"):
                return None
            if answer.strip().lower() == "e":
                checklist = _edited(console, checklist)
                show_plan(console, checklist)

    return review


def _edited(console: Console, checklist: Checklist) -> Checklist:
    import click

    try:
        text = click.edit(checklist.markdown(), extension=".md")
    except click.ClickException as error:  # no editor
        console.print(Text(f"{error.format_message()} Set EDITOR.", style="yellow"))
        return checklist
    changed = Checklist.parse(text) if text is not None else checklist
    if not changed.items:
        console.print(Text("The list is empty; the plan stays as it was. q stops.", style="yellow"))
        return checklist
    return changed
