"""Finding the code in a reply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smolagents.utils import parse_code_blobs

from agent_runtime.models.reply import TAGS, code_of, first_block, first_block_end, tagged

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
