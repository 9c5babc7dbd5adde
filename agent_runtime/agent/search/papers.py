"""What the papers of a workspace say of a task that refers to them: "see the README", "as docs/format.md says"."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from agent_runtime.agent.search import words
from agent_runtime.agent.search.beside import Shown
from agent_runtime.agent.search.sources import DOC_FILES, Sources

_PAPER = r"(?:readme|docs?\b|documentation|changelog|markdown|[\w./-]+\.(?:md|rst|adoc|txt)\b)"
_ABOUT = re.compile(rf"\b{_PAPER}", re.IGNORECASE)
_REFERRED = re.compile(
    rf"\b(?:see|according to|(?<!such )as|per|by|like|following|contrary to|unlike)\b[^.,;]{{0,20}}\b{_PAPER}"
    rf"|\b(?:rules?|formats?|grammar|examples?|tables?|lists?|order|definitions?|text|wording|numbers?|values?|names?)"
    rf" (?:(?:that|which) (?:is|are|stands?) )?(?:in|of|from)\b[^.,;]{{0,12}}\b{_PAPER}"
    rf"|\b(?:described|documented|explained|specified|promised|stated|written|shown)\b[^.,;]{{0,12}}\b{_PAPER}"
    rf"|\b{_PAPER}(?:\.\w+)?`? (?:says?|tells?|states?|describes?|promises?|explains?|claims?|allows?|requires?|wants?"
    r"|demands?|shows?|defines?)\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:update|write|add|document|mention|edit|extend|fix|correct|mend|change|adapt|rename|remove|create|complete|sort"
    r"|reorder|translate|shorten|improve|rewrite|reformat|tidy|move|delete|replace)\b"
    rf"(?:(?!\bsee\b|\bas\b|\bper\b|\bby the\b|\baccording\b|[.;]\s).){{0,60}}\b{_PAPER}",
    re.IGNORECASE,
)
MAX_PARTS = 3
MAX_CHARS = 600


def about_papers(task: str) -> bool:
    """Whether a task may want papers changed, and does not only refer to what they say."""
    return bool(_ABOUT.search(task)) and not refers(task)


def refers(task: str) -> bool:
    """Whether a task refers to papers for what is right."""
    return bool(_REFERRED.search(task)) and not _WRITTEN.search(task)


def told_in_papers(task: str, sources: Sources) -> Shown:
    """The passages of the papers that a task refers to which have most to do with it."""
    if not refers(task):
        return []
    said = " ".join(match[0].lower() for match in _REFERRED.finditer(task))
    docs = [path for path in sources.files if path.endswith(DOC_FILES)]
    named = [path for path in docs if re.search(rf"(?<!\w){re.escape(PurePosixPath(path.lower()).stem)}(?!\w)", said)]
    papers = named or [path for path in docs if _ABOUT.search(path) and not path.endswith(".txt")]
    passages = {
        f"{path}\0{number}": passage
        for path in papers
        for number, passage in enumerate(_passages(sources.text(path)))
        if len(passage) <= MAX_CHARS
    }
    ranked = words.rank({key: Counter(words.words(text)) for key, text in passages.items()}, words.query(task))
    return [(key.partition("\0")[0], passages[key]) for key, _ in ranked.most_common(MAX_PARTS)]


def _passages(text: str) -> list[str]:
    """Paragraphs and items of lists, without headings and code."""
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.) )", text)
    return [part.strip() for part in parts if part.strip() and not re.match(r"#|```|    |\t", part.lstrip("\n"))]
