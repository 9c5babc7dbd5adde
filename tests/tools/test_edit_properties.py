"""For any file and any edit: a true diff gives the true result; a damaged one never lands elsewhere unseen."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.errors import EditFailed, Unsupported
from agent_runtime.records.tree import Entry
from agent_runtime.records.undo import entry_diff
from agent_runtime.tools.diffs import parse_diff
from agent_runtime.tools.edit import Edited, apply_hunks
from agent_runtime.tools.proposals import FileChange, PatchProposal
from agent_runtime.tools.textfile import TextFile, decode, split_lines

ODD = st.sampled_from(
    [
        "",
        " ",
        "a",
        "b",
        "    return x",
        "\treturn x",
        "-- a",
        "++ b",
        "- a/f",
        "@@ -1 +1 @@",
        "```",
        "...",
        "+ b/f",
        "diff --git a/f b/f",
        "\\ No newline at end of file",
        "\x0c",
        "\u2028x",
        "x\x85y",
        "&lt;",
        "trailing  ",
        "*** End Patch",
        "+",
        "-",
    ]
)
LINE = st.tuples(
    st.one_of(ODD, st.text(alphabet="ab <>&\t{}", max_size=6)), st.sampled_from(["\n", "\n", "\n", "\r\n"])
)
TEXT = st.builds(
    lambda lines, cut: "".join(a + b for a, b in lines).removesuffix("\n") if cut else "".join(a + b for a, b in lines),
    st.lists(LINE, max_size=25),
    st.booleans(),
)


def edited_by(diff: str, before: str) -> Edited:
    files, _ = parse_diff(diff)
    assert len(files) == 1
    return apply_hunks(decode(before.encode(), "f") if before else TextFile(()), files[0].hunks, "f")


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """A text and a version of it with some lines inserted, deleted or replaced."""
    before = draw(TEXT)
    lines = split_lines(before)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines)))
        gone = draw(st.integers(0, 3))
        lines[at : at + gone] = [a + b for a, b in draw(st.lists(LINE, max_size=3))]
    return before, "".join(lines)


@settings(max_examples=300, deadline=None)
@given(edits())
def test_the_true_diff_gives_the_true_result(pair: tuple[str, str]) -> None:
    before, after = pair
    diff = entry_diff("f", Entry("file", before.encode()), Entry("file", after.encode()))
    if diff:
        assert "".join(edited_by(diff, before).lines) == after
    change = FileChange("f", before.encode(), after.encode(), 0o644, 0o644)
    proposal = PatchProposal("p1", (change,))
    if before != after:
        assert "".join(edited_by(proposal.diff, before).lines) == after


@settings(max_examples=150, deadline=None)
@given(edits(), st.randoms(use_true_random=False))
def test_chosen_hunks_and_the_others_make_the_whole(pair: tuple[str, str], chance: random.Random) -> None:
    before, after = pair
    change = FileChange("f", before.encode(), after.encode(), 0o644, 0o644)
    proposal = PatchProposal("p1", (change,))
    ids = [hunk.id for hunk in proposal.hunks]
    if not ids:
        return
    assert proposal.select_hunks(ids).files[0].after == after.encode()
    some = [identity for identity in ids if chance.random() < 0.5]
    if some and len(some) < len(ids):
        half = proposal.select_hunks(some).files[0]
        assert half.after is not None
        rest = [identity for identity in ids if identity not in some]
        assert sum(len(group) for group in half.groups) <= len(change.groups) * 25
        assert half.after not in (before.encode(), after.encode()) or rest == []


WORDS = ["total", "value", "count", "index", "name", "items", "result", "error", "path", "user"]


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, str, str, random.Random]:
    """A program with much repetition, an edit of it, and the true diff."""
    chance = draw(st.randoms(use_true_random=False))
    lines = []
    for _ in range(draw(st.integers(2, 8))):
        lines.append(f"def {chance.choice(WORDS)}_{chance.choice(WORDS)}({chance.choice(WORDS)}):\n")
        for _ in range(chance.randint(1, 5)):
            a, b, c = (chance.choice(WORDS) for _ in range(3))
            lines.append(
                chance.choice([f"    {a} = {b} + 1\n", f"    {a}.append({b})\n", f"    if {a}:\n        {b} = {c}\n"])
            )
        lines.append("    return result\n\n")
    before = "".join(lines)
    lines = split_lines(before)
    at = chance.randrange(len(lines))
    kind = chance.choice(["replace", "insert", "delete"])
    new = [f"    {chance.choice(WORDS)} = compute({chance.choice(WORDS)})\n"]
    lines[at : at + (kind != "insert")] = [] if kind == "delete" else new
    after = "".join(lines)
    diff = entry_diff("f.py", Entry("file", before.encode()), Entry("file", after.encode()))
    return before, after, diff, chance


def damage(diff: str, chance: random.Random) -> str:
    """One to three of the usual mistakes."""
    lines = diff.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("@@")) + 1
    for _ in range(chance.randint(1, 3)):
        context = [i for i in range(start, len(lines)) if lines[i].startswith(" ")]
        match chance.randrange(9):
            case 0:
                shift = chance.randint(1, 60)
                lines[start - 1] = f"@@ -{shift},{chance.randint(1, 9)} +{shift},{chance.randint(1, 9)} @@"
            case 1:
                lines[start - 1] = chance.choice(["@@", "@@ ... @@", "@@ -1 +1 @@"])
            case 2:
                # Without the line next to an insertion a diff says another place: that is no damage but a lie.
                inner = [
                    i
                    for i in context
                    if lines[i - 1][:1] not in "+-" and lines[min(i + 1, len(lines) - 1)][:1] not in "+-"
                ]
                if inner:
                    del lines[chance.choice(inner)]
            case 3:
                lines = [line.rstrip() for line in lines]
            case 4 if context:
                at = chance.choice(context)
                lines[at] = lines[at][1:]
            case 5:
                lines[start:] = [line[:1] + line[5:] if line[1:5] == "    " else line for line in lines[start:]]
            case 6 if context:
                at = chance.choice(context)
                lines[at] = lines[at].replace("e", "a", 1)
            case 7:
                lines = ["```diff", *lines, "```"]
                start += 1
            case 8 if context:
                lines.insert(chance.choice(context), f"     {chance.choice(WORDS)} = None")
            case _:
                pass
    return "\n".join(lines)


@settings(max_examples=400, deadline=None)
@given(programs())
def test_a_damaged_diff_never_lands_elsewhere_unseen(case: tuple[str, str, str, random.Random]) -> None:
    before, after, diff, chance = case
    if not diff:
        return
    try:
        edited = edited_by(damage(diff, chance), before)
    except EditFailed:
        return
    text = "".join(edited.lines)
    # What lands otherwise than meant must be announced, so that the approver and the model see it.
    assert text == after or edited.already or edited.notes or edited.tier != "exact", (text, after)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab-+@ \n\\`.*/&#", max_size=120), TEXT)
def test_any_text_is_a_refusal_or_an_edit(diff: str, before: str) -> None:
    with contextlib.suppress(EditFailed):
        edited_by("--- a/f\n+++ b/f\n@@\n" + diff, before)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_decoding_loses_no_byte(data: bytes) -> None:
    try:
        file = decode(data, "f")
    except Unsupported:
        return
    assert file.encode(list(file.lines)) == data


def test_a_refusal_names_the_line_that_differs() -> None:
    before = "one\ntwo\nthree\n"
    with pytest.raises(EditFailed, match=r"Line 2 is 'two', you wrote 'twoo2'"):
        edited_by("--- a/f\n+++ b/f\n@@\n one\n-twoo2\n+2\n three\n", before)
