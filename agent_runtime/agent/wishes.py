"""What the words of a task want: an answer, or a change."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"^\W*(what|which|where|who|whose|why|how|is|are|was|were|does|do|did|has|have|"
    r"when (is|are|was|were|does|do|did|has|have|will|would|should|can|could|exactly))\b",
    re.IGNORECASE,
)
_BEGS = re.compile(r"\b(can|could|would|will) (you|we)\b|\bplease\b", re.IGNORECASE)
_COULD = re.compile(
    r"^\W*could (?!(you|we|it|this|that|there)\b).{1,60}?"
    r"\b(end|print|show|accept|support|return|sort|take|have|get|say|write|ignore|include|also|use|tell)\b",
    re.IGNORECASE,
)
"""A wish in the form of a question: "Could the report end with the total?"."""
_READS = re.compile(
    r"^\W*((please|just|simply|only)\s+)*(answer|reply|respond|list|show|explain|describe|summari[sz]e|tell|count|find|print|display|report|read|look|search|name|give|"
    r"compare|review|run)\b",
    re.IGNORECASE,
)
_CHANGE = (
    r"(fix|change|add|edit|update|replace|rename|remove|delete|implement|refactor|repair|mend|correct|convert|insert|"
    r"rewrite|bump|migrate)\b"
)
_MAKE = (
    r"(write|create|make|generate|move|extend|complete|finish|fill(?! (?:me|us)\b)|improve|optimi[sz]e|simplify|adapt|"
    r"adjust|enable|disable|document|annotate|reformat)\b"
)
_FILES = (
    r"(?!( \w+){0,3} (list|summary|table|overview|explanation|report|plan)\b)[^.?!\n]*"
    r"(\b(tests?|files?|functions?|class|methods?|modules?|scripts?|docstrings?|readme)\b|\w\.\w{1,4}\b)"
)
_GIVE = (
    r"give\s+((the|each|every|all|its|both)\s+(functions?|class(es)?|methods?|modules?|commands?|options?|files?|tables?)\s+)?"
    r"(?!(me|us|the|it|an?|of|that|which|in|for|with|to)\b)(`[^`\n]+`|\S+)\s+(an?|another|one|two)\b"
    r"|give\b(?! (me|us)\b)((?!\b(that|which|of|where|with)\b)[^.?!\n]){1,60}?\b(an?|another|one|two|three)\s+(\w+\s+)?"
    r"(options?|flags?|switch(es)?|parameters?|arguments?|methods?|functions?|class(es)?|fields?|attributes?|columns?|"
    r"(sub)?commands?|propert(y|ies)|docstrings?|defaults?|limits?|tests?)\b"
)
_TELLS = re.compile(
    r"^\W*(I|we|you|he|she|it|they|there|this|that|these|those|the|an?|my|our|your|its|in|on|at|for|if|when|while|with|after|"
    r"before|suppose|assume|given|today|somebody|someone|each|every|all|some|one|two|three|\d+)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says how things are."""
_ANSWER = re.compile(r"(?:^|[.?!]\s+)(?:please )?(?:answer|reply|respond)\b", re.IGNORECASE)
_OUGHT = re.compile(
    rf"\b((should|must|shall|ought|needs?|has to|have to|wants?|please|let|expected|instead)\b|{_CHANGE}|{_MAKE})",
    re.IGNORECASE,
)
_SHOULD = re.compile(
    r"\b(?!(?:what|which|who|answers?|reply|you|I|we)\b)\w+ (should|must|ought to|needs to|has to)\b", re.IGNORECASE
)
_AND_CHANGES = re.compile(rf"(\band\b|\bthen\b|,)\s+(then\s+)?({_CHANGE}|{_MAKE})", re.IGNORECASE)
_WANTS_CHANGE = re.compile(
    rf"^\W*((please|now|then|also|just|simply|only|(can|could|would) you( please)?),?\s+)?"
    rf"({_CHANGE}(?=\s+\w)|{_MAKE}{_FILES}|{_GIVE})",
    re.IGNORECASE,
)


def only_asks(task: str) -> bool:
    """Whether a task is a question, or asks to look and to change nothing. Beside a question other sentences may tell
    what it is about; with an answer that is asked for outright they may begin in any way."""
    parts = sentences(task)
    told = [part for part in parts if not _is_question(part)]
    if not told:
        return bool(parts)
    if not any(part.rstrip().endswith("?") and part not in told for part in parts):
        return False
    plainly = _ANSWER.search(task) is not None
    return all((plainly or _TELLS.search(part)) and not _OUGHT.search(part) for part in told)


def _is_question(part: str) -> bool:
    if _WANTS_CHANGE.search(part) or _COULD.search(part):
        return False
    if _ASKS.search(part):
        return True
    asks = part.rstrip().endswith("?") and not _BEGS.search(part)
    return (asks or bool(_READS.search(part))) and not _AND_CHANGES.search(part)


def wants_change(task: str) -> bool:
    """Whether a sentence of a task asks, in so many words, that something be changed, or says how things should be."""
    return any(
        _WANTS_CHANGE.search(part)
        or (_READS.search(part) and _AND_CHANGES.search(part))
        or (_SHOULD.search(part) and not _is_question(part))
        for part in sentences(task)
    )


def sentences(task: str) -> list[str]:
    """The sentences and lines of a task that have a word."""
    return [part for part in re.split(r"(?<=[.?!])\s|\n", task) if re.search(r"\w", part)]
