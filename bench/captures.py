"""The pictures of the terminal in the README: a session with the scripted model, exported by rich.

python bench/captures.py docs/images
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from agent_runtime import Approval, ApprovalRequest, Session
from agent_runtime.interfaces.approval_view import draw
from agent_runtime.interfaces.diff_view import diff_lines
from agent_runtime.interfaces.render import TextRenderer
from agent_runtime.models.scripted import ScriptedModel

WIDTH = 96
FILES = {
    "greet.py": 'def greet(name):\n    return "Helo, " + name\n',
    "test_greet.py": "import unittest\n\nfrom greet import greet\n\n\nclass Greeting(unittest.TestCase):\n"
    '    def test_greet(self):\n        self.assertEqual(greet("you"), "Hello, you")\n',
}
REPLIES = (
    "The test says what the greeting should be.\n```python\nprint(read_file('test_greet.py')['text'])\n```",
    "I correct the word.\n```python\np = propose_patch('greet.py', old='Helo', new='Hello')\n"
    "print(apply_patch(p['patch_id']))\n```",
    "```python\nfinal_answer('The greeting is spelt right now.')\n```",
)


class Still(TextRenderer):
    """Without the spinner."""

    def _spin(self, what: str) -> None:
        self._doing = what


def main() -> None:
    """Write `terminal.svg` into the folder that is named."""
    out = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False)

    def approve(request: ApprovalRequest) -> Approval:
        for line in draw(request, width=WIDTH, keys=("y yes", "n no [reason]", "m show more", "q quit")).lines:
            out.print(line)
        out.print(Text("allow? [y/n/m/q] y", style="bold"))
        return Approval(approved=True, source="user")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        folder.mkdir()
        for path, text in FILES.items():
            (folder / path).write_text(text)
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
        with Session(
            folder, model=ScriptedModel(REPLIES), approver=approve, on_event=Still(out), ephemeral=True,
            options={"agent_verify": "python3 -m unittest -q"},
        ) as session:  # fmt: skip
            out.print(Text("> fix the failing test", style="bold"))
            result = session.run("fix the failing test")
        out.print(Text(str(result.answer)))
        out.print(Text("> /diff", style="bold"))
        for line in diff_lines(result.diff):
            out.print(line)
    target = Path(sys.argv[1]) / "terminal.svg"
    picture = out.export_svg(title="agent-runtime", unique_id="agent-runtime")
    picture = re.sub(r"/tmp/agent-runtime-ephemeral-\w+", "~/.local/state/agent-runtime/runs", picture)
    picture = re.sub(r"@font-face \{.*?\}\n?", "", picture, flags=re.DOTALL)  # rich names fonts of a host elsewhere
    target.write_text(picture.replace(str(Path(name)), "/home/me"))
    print(target)


if __name__ == "__main__":
    main()
