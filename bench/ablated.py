"""agent-runtime with one part switched off, for `agent-runtime bench --peers bench/ablation.toml`.

    python bench/ablated.py PART run --output-format json ...

Each part is switched off where it is called; the product has no such switch.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from importlib import import_module
from typing import Any

from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.trial import Trials
from agent_runtime.agent.verify import Verifier
from agent_runtime.run import main

steps: Any = import_module("agent_runtime.agent.steps")
solving: Any = import_module("agent_runtime.agent.search.solving")
focusing: Any = import_module("agent_runtime.agent.search.focusing")
demands: Any = import_module("agent_runtime.agent.search.demands")
drawing: Any = import_module("agent_runtime.agent.search.drawing")
slips: Any = import_module("agent_runtime.agent.search.slips")


def _replace(holder: Any, name: str, new: Any) -> None:
    """Put `new` in the place of what is there; an error when nothing is, so that no part is switched off in vain."""
    getattr(holder, name)
    setattr(holder, name, new)


def _nothing(*_: Any, **__: Any) -> Generator[Any, None, None]:
    yield from ()


def no_search() -> None:
    """Only the free loop."""
    _replace(steps, "wants_search", lambda *_: False)


def no_reach() -> None:
    """It is not looked at what failing tests run."""
    _replace(Trials, "reached", lambda *_: ({}, ""))


def no_single_function() -> None:
    """No function or settings file is asked about alone: only files, as many as may matter."""
    _replace(focusing.Focus, "candidates", _nothing)


def no_anew() -> None:
    """No function is written without its body being shown."""
    asked = focusing.Focus.ask

    def only_changed(
        self: Any, place: Any, failure: str, base: Any, sampling: Any, *, anew: bool = False, **how: Any
    ) -> Any:
        return _nothing() if anew else asked(self, place, failure, base, sampling, **how)

    _replace(focusing.Focus, "ask", only_changed)


def no_slips() -> None:
    """Nothing is turned without the model, before it is asked or after."""
    _replace(slips.Slips, "_each", _nothing)


def no_warm() -> None:
    """The check is started anew for each candidate, and so nothing is turned before the model is asked."""
    _replace(Trials, "are_quick", lambda self: False)


def no_distinct() -> None:
    """Changes of a function are drawn at a temperature, eight of them, copies among them."""
    asked = focusing.Focus.ask

    def at_a_temperature(self: Any, place: Any, failure: str, base: Any, sampling: Any, **how: Any) -> Any:
        drawn = replace(sampling, n=8, temperature=0.8, distinct=False) if sampling.distinct else sampling
        return asked(self, place, failure, base, drawn, **how)

    _replace(focusing.Focus, "ask", at_a_temperature)


def one_sample() -> None:
    """One reply to each request in place of two or three."""
    drawn = drawing.Drawing.draw

    def one(self: Any, messages: Any, group: Any, base: Any, sampling: Any) -> Any:
        return drawn(self, messages, group, base, replace(sampling, n=1))

    _replace(drawing.Drawing, "draw", one)


def no_excerpt() -> None:
    """The end of what the check prints in place of the first failure's lines."""

    def end(output: str, failure: Any) -> str:
        return output[-3000:]

    for module in (drawing, solving):
        _replace(module, "excerpt", end)


def no_check() -> None:
    """The check is neither run nor shown: the first candidate that parses is taken."""
    _replace(Verifier, "baseline", lambda self: None)


def no_rules() -> None:
    """Nothing is done without the model: no renaming, no mended import."""
    _replace(solving, "asked_for", lambda task: None)
    for module in (drawing, solving):
        _replace(module, "mend_imports", lambda *_: None)


def no_locating() -> None:
    """The files of the workspace in the order of their names."""
    ranked = Locator.rank

    def by_name(self: Any, *known: Any, **options: Any) -> Any:
        return sorted(ranked(self, *known, **options), key=lambda target: target.path)

    _replace(Locator, "rank", by_name)
    _replace(Locator, "suspects", lambda *_, **__: [])


def no_constants() -> None:
    """No constant at the top of a file is asked about."""
    _replace(focusing.Focus, "_constants", lambda *_: [])


def no_names() -> None:
    """The first change that keeps a check passing is taken, whatever of the task's names it brings."""
    _replace(demands, "not_there_yet", lambda *_: [])
    _replace(demands, "dangling", lambda *_: [])


def no_imports() -> None:
    """A reply gets no import that it lacks."""
    _replace(drawing, "with_imports", lambda edits, *_: edits)


PARTS: dict[str, Callable[[], None]] = {
    "search": no_search,
    "reach": no_reach,
    "single-function": no_single_function,
    "anew": no_anew,
    "distinct": no_distinct,
    "samples": one_sample,
    "excerpt": no_excerpt,
    "check": no_check,
    "rules": no_rules,
    "locating": no_locating,
    "constants": no_constants,
    "names": no_names,
    "imports": no_imports,
    "slips": no_slips,
    "warm": no_warm,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in PARTS:
        sys.exit(f"usage: python {sys.argv[0]} {{{','.join(PARTS)}}} COMMAND...")
    PARTS[sys.argv.pop(1)]()
    sys.exit(main())
