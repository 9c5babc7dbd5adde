"""Finding the code in a reply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smolagents.utils import parse_code_blobs

from agent_runtime.models.reply import TAGS, block_end_after_thought, code_of, first_block, first_block_end, tagged

CASES = [
    ("I look.\n```python\nprint(1)\n```\nand then", "print(1)"),
    ("```py\nprint(1)\n```", "print(1)"),
    ("```Python\nprint(1)\n```", "print(1)"),
    ("```\nprint(1)\n```", "print(1)"),
    ("```python\nprint(1)\n```\n```python\nprint(2)\n```", "print(1)"),
    ("```python\nprint(1)", "print(1)"),
    ('```python\nt = """\n```sh\nls\n```\n"""\nprint(t)\n```', 't = """\n```sh\nls\n```\n"""\nprint(t)'),
    ("list_files()", "list_files()"),
    ("Done", None),
    ("I am done, there is nothing left to do.", None),
    ("", None),
    ("```python\n```", None),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "code"), CASES)
def test_code_of(reply: str, code: str | None) -> None:
    assert code_of(reply) == code


@pytest.mark.parametrize(("reply", "code"), CASES)
def test_smolagents_reads_what_we_hand_over(reply: str, code: str | None) -> None:
    handed = tagged(reply)
    if code is None:
        with pytest.raises(ValueError, match="invalid"):
            parse_code_blobs(handed + TAGS[1], TAGS)
    else:
        assert parse_code_blobs(handed, TAGS) == code


def test_the_end_is_found_as_soon_as_it_is_there() -> None:
    text = "Look.\n```python\nprint(1)\n```\nmore"
    ends = [first_block_end(text[:n]) for n in range(len(text) + 1)]
    first = next(n for n, end in enumerate(ends) if end is not None)
    assert text[:first] == "Look.\n```python\nprint(1)\n```"
    assert set(ends[first:]) == {first}


@given(st.text(alphabet="`\n a\"'(x)=#py", max_size=80))
def test_any_text(text: str) -> None:
    end, block = first_block_end(text), first_block(text)
    assert (end is None) == (block is None)
    if end is not None and block is not None:
        assert block in text[:end]
        assert first_block(text[:end]) == block


GOOD = "```python\nfinal_answer(1)\n```"
BAD = "```python\nrun_cmd('rm -r .')\n```"


@pytest.mark.parametrize(
    "reply",
    [
        f"<think>\nPerhaps\n{BAD}\nbut no.\n</think>\n{GOOD}",
        f"<think>{BAD}</think>{chr(10)}{GOOD}",
        f"\n  <Thinking>\n{BAD}\n</Thinking>\nI act.\n{GOOD}",
        f"Let me see.\n<think>\n{BAD}\n</think>\n<think>\n{BAD}\n</think>\n{GOOD}",
        f"I would do\n{BAD}\nbut no.\n</think>\n{GOOD}",
        f"<think>run_cmd('rm')</think>\n{GOOD}",
    ],
)
def test_code_in_a_thought_is_never_run(reply: str) -> None:
    assert code_of(reply) == "final_answer(1)"


@pytest.mark.parametrize(
    "reply",
    [
        f"<think>\nPerhaps\n{BAD}\n",
        f"<think>\n{BAD}\n</think>\nNo.",
        '<think>{"name": "run_cmd", "arguments": {"command": "rm"}}</think>',
        "<think>run_cmd('rm')</think>",
        "<think>run_cmd('rm')",
    ],
)
def test_a_reply_that_only_thinks_has_no_code(reply: str) -> None:
    assert code_of(reply) is None


def test_a_reply_is_not_cut_within_a_thought() -> None:
    text = f"<think>\n{BAD}\nno\n</think>\n{GOOD}"
    assert first_block_end(text) == len(text)
    assert first_block_end(text[:-20]) is None


def test_a_model_that_was_told_to_think_is_not_cut_before_its_thought_ends() -> None:
    text = f"Perhaps\n{BAD}\nno.\n</think>\n{GOOD}"
    ends = [block_end_after_thought(text[:n]) for n in range(len(text) + 1)]
    assert {end for end in ends if end is not None} == {len(text)}
    assert block_end_after_thought(GOOD) is None


def test_code_may_write_about_thoughts() -> None:
    code = 'text = """\n<think>\nx\n</think>\n"""\nprint(text)'
    assert code_of(f"I print.\n```python\n{code}\n```") == code
