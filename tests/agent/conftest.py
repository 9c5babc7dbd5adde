"""Sessions on a real folder, with a scripted model and scripted answers; everything between is real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.models.scripted import Reply, ScriptedModel
from agent_runtime.types import Approval, Event

MakeSession = Callable[..., Session]


@pytest.fixture
def make_session(repo: Path) -> Iterator[MakeSession]:
    """`make_session(replies, answers=[...], **settings)`; the session's `events` are in `session.events`."""
    opened: list[Session] = []

    def make(
        replies: list[str | Reply] | None = None, answers: list[Approval | bool] | None = None, **settings: Any
    ) -> Session:
        events: list[Event] = []
        session = Session(
            repo,
            settings=Settings(phoenix_enabled=False, **settings),
            approver=ScriptedApprover(answers or []),
            policy=Policy.load(repo),
            model=ScriptedModel(replies or []),
            on_event=events.append,
        )
        session.events = events  # type: ignore[attr-defined]
        opened.append(session)
        return session

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def session(make_session: MakeSession) -> Session:
    """A session whose model says nothing."""
    return make_session()


def code(text: str) -> str:
    """A reply with one code block."""
    return f"I act.\n```python\n{text}\n```"


@pytest.fixture
def model_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slips are not tried before the model is asked."""
    monkeypatch.setattr("agent_runtime.agent.search.focusing.EARLY_PLACES", 0)
