"""Answers a short question by vote: the code that it is about is shown, several answers are drawn, and the one that
most agree on is taken.

Self-consistency: Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models", 2022. Where
the answers part, or nothing in the workspace is clearly what the question is about, the free loop looks for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_runtime.agent.search import words
from agent_runtime.agent.search.asking import PROGRAMMER, request_of, shown, view
from agent_runtime.agent.search.computing import MAX_ANSWER_CHARS, computed, data_of
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.trial import Trials
from agent_runtime.models.base import ChatModel, Sampling

if TYPE_CHECKING:
    from agent_runtime.records.telemetry import Telemetry

VOTES = 5
AGREE = 4
"""So many of them must say the same."""
TEMPERATURE = 0.7
ROOM = 40
"""Tokens of an answer; a longer one is no word, name or number."""
MAX_CHARS = 3600
"""Of all the code that is shown."""
WHOLE_CHARS = 2400
"""A file to this length is shown whole, or with the bodies of most functions left out."""
PART_CHARS = 900
MAX_FILES = 4
MIN_SCORE = 3.0
MIN_WORDS = 2
"""Words of the question that what is shown must hold, and at least half of all that tell something."""
_CLOSED = re.compile(r"\b(which|what|where|who|when|how (many|much|long|often|old|large|big|far))\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(why|how (does|do|did|is|are|can|could|would|should|to)|explain|describe|summari[sz]e|differences?|purpose)\b"
    r"|\bwhat (does|do|did)\b|(?:^|[.!?:;,]\s+|\b(?:please|and|then|you)\s+)(?:list|compare|review|improve)\b",
    re.IGNORECASE,
)
_REQUEST = "Answer with a word, a name or a number, on one line, nothing else."


def is_short_question(task: str) -> bool:
    """Whether a question can be answered by a word, a name or a number."""
    return bool(_CLOSED.search(task)) and not _OPEN.search(task) and "?" in task


def passages(locator: Locator, question: str) -> str:
    """The code and data that a question is about; empty where it is not clear that it is."""
    parts: list[str] = []
    room = MAX_CHARS
    for target in locator.rank(Evidence(question), with_tests=False)[:MAX_FILES]:
        text = locator.text(target.path)
        if target.score < MIN_SCORE or not target.exists:
            continue
        if len(text) > WHOLE_CHARS:
            text = view(target.path, text, target.functions[:2], budget=PART_CHARS, most=WHOLE_CHARS)
        if len(text) > room:
            break
        room -= len(text)
        parts.append(shown(target.path, text))
    found = "\n\n".join(parts)
    wanted, held = words.query(question), set(words.words(found))
    hits = sum(word in held for word in wanted)
    return found if hits >= MIN_WORDS and 2 * hits >= len(wanted) else ""


def vote(
    model: ChatModel,
    locator: Locator,
    trials: Trials | None,
    telemetry: Telemetry,
    question: str,
    redact: Callable[[str], str],
) -> tuple[str, str] | None:
    """The answer that most of the samples give, and how it was found: to a question about data by programs, which
    `trials` run (`None`: none can be run). `None` where they do not agree, or there is nothing to ask about. The model
    reads what `redact` leaves of the code, as it would through a tool.

    Raises:
        ModelError, RunStopped, SandboxError
    """
    found = passages(locator, question)
    data = data_of(question, found, locator.files) if trials is not None else ""
    if data and f"{data}:\n" not in found:
        found = "\n\n".join(filter(None, (found, shown(data, locator.text(data)[:PART_CHARS]))))
    found = redact(found)
    if not found:
        return None
    with telemetry.span("search", "CHAIN", attributes={"input.value": question}) as span:
        answer, how = None, "programs that were written for it print the same"
        if trials is not None and data:
            answer = computed(model, trials, telemetry, locator, question, found, data, redact)
        if answer is None:
            how = f"{AGREE} or more of {VOTES} brief replies agree"
            answer = _said(model, telemetry, question, found, 3 if data else 1)
        span.set({"output.value": "the answers part" if answer is None else answer})
    return None if answer is None else (answer, f"{how}, from the code that the question is about")


def _said(model: ChatModel, telemetry: Telemetry, question: str, found: str, request: int) -> str | None:
    """What most brief replies say; `request` is the number of this request, for the record."""
    messages = request_of([found, f"Question: {question.strip()}", _REQUEST], PROGRAMMER)
    replies = []
    for number, sample in enumerate(model.sample(messages, Sampling(VOTES, TEMPERATURE, ROOM)), 1):
        attributes: dict[str, str | int] = {"input.value": sample.text, "agent_runtime.candidate.request": request}
        with telemetry.span(f"answer {number}", "CHAIN", attributes=attributes):
            replies.append(sample.text.strip())
    return agreed(replies)


def agreed(replies: list[str]) -> str | None:
    """What at least `AGREE` replies say, in the form that most of them give it."""
    counts = Counter(plain for reply in replies if (plain := _plain(reply)))
    if not counts or (best := counts.most_common(1)[0])[1] < AGREE:
        return None
    forms = Counter(reply for reply in replies if _plain(reply) == best[0])
    return max(forms, key=lambda form: (forms[form], len(form)))


def _plain(reply: str) -> str:
    """An answer without quotes, brackets and a full stop; empty where it is more than a word, a name or a number."""
    text = reply.strip()
    return "" if "\n" in text or len(text) > MAX_ANSWER_CHARS else text.lower().strip("`'\"*()[]#$.! ")
