"""Which of the likeliest files are asked about together, and how long a reply may be."""

from __future__ import annotations

from collections.abc import Sequence

from agent_runtime.agent.search.evidence import Target

CLEAR = 1.6
"""How much better than the second the first file must be to be asked about alone."""
ALSO = 0.35
"""Files with at least this part of the best score are shown together with it."""


def groups(ranked: Sequence[Target], repair: bool) -> list[tuple[Target, ...]]:
    """What to ask about, in order: the likeliest file alone where the evidence is clear, else the likeliest few."""
    if not ranked:
        return []
    first, others = ranked[0], [target for target in ranked[1:] if target.score >= ALSO * ranked[0].score]
    if not first.exists:
        return [(first,)]
    together = (first, *others[:2])
    if not others:
        return [(first,)]
    if not repair:
        return [(first,), together]
    if first.score >= CLEAR * others[0].score:
        return [(first,), together]
    return [together, (first,), tuple(others[:1])]


def room_for(texts: Sequence[str]) -> int:
    """Tokens for whole files: as they are and a third more, within bounds; a longer reply has lost its way."""
    return max(256, min(1536, int(sum(map(len, texts)) / 3 * 1.3) + 160))
