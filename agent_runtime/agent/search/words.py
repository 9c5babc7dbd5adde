"""Ranks texts by the words they share with a task: Okapi BM25 over the parts of identifiers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

K1 = 1.2
B = 0.5
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d{3,}")
_STOP = frozenset(
    """the and for not with from that this when should must all any are can has have into its only than then was were
    will does did doesn don shall would could each also but two one both them they there which what where who how why
    assert def class return import self cls raise except try none true false pytest test tests file line error
    assertionerror fix fixed add make code function functions method fail fails failed failing pass passes passing bug
    repair task use used uses python module change changes changed write writes new right wrong name names it is in of
    to as an or be by on at if so do no us we you your after before about instead result results value values every
    everywhere given such like see out nothing still show shows example""".split()
)


def words(text: str) -> list[str]:
    """The parts of every word and identifier, in lower case, with their commonest endings cut off."""
    return [stem for part in _WORD.findall(text) if (stem := _stem(part.lower())) and len(stem) > 1]


def query(text: str, weight: float = 1.0) -> dict[str, float]:
    """Words that tell something, with their weight."""
    return {stem: weight for stem in words(text) if stem not in _STOPPED}


def rank(documents: Mapping[str, Counter[str]], wanted: Mapping[str, float]) -> Counter[str]:
    """A score for each document that has a wanted word. See Robertson and Zaragoza, "The Probabilistic Relevance
    Framework: BM25 and Beyond", 2009."""
    sizes = {name: sum(counts.values()) for name, counts in documents.items()}
    mean = sum(sizes.values()) / max(1, len(sizes)) or 1.0
    scores: Counter[str] = Counter()
    for word, weight in wanted.items():
        holders = [name for name, counts in documents.items() if word in counts]
        rarity = math.log(1 + (len(documents) - len(holders) + 0.5) / (len(holders) + 0.5))
        for name in holders:
            often = documents[name][word]
            length = K1 * (1 - B + B * sizes[name] / mean)
            scores[name] += weight * rarity * often * (K1 + 1) / (often + length)  # type: ignore[assignment]
    return scores


def merged(queries: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Several queries as one; a word keeps its greatest weight."""
    found: dict[str, float] = {}
    for each in queries:
        for word, weight in each.items():
            found[word] = max(weight, found.get(word, 0.0))
    return found


def _stem(word: str) -> str:
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem + "y" if ending == "ies" else stem.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


_STOPPED = frozenset(map(_stem, _STOP)) | _STOP
