"""What hidden checks use; copied beside them and loaded as a pytest plugin, never imported by the product.

Standard library only. The layout is `workspace/` (what the agent left), `start/` (what it began with), `check/`.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
WORKSPACE = HERE.parent / "workspace"
START = HERE.parent / "start"
TIMEOUT_S = 120

# Behind the standard library and before installed packages: the workspace can replace neither of pytest's imports.
sys.path.insert(next((i for i, path in enumerate(sys.path) if "site-packages" in path), len(sys.path)), str(WORKSPACE))


def started_as(name: str) -> str:
    """A file's text as the task began."""
    return (START / name).read_text(encoding="utf-8")


def run_python(*arguments: str, cwd: Path = WORKSPACE) -> subprocess.CompletedProcess[str]:
    """Run Python in the workspace."""
    return _run([sys.executable, "-B", *arguments], cwd)


def own_tests_pass(target: str, change: tuple[str, str, str] | None = None) -> bool:
    """Whether the workspace's own tests run and pass, on a copy with `change` (file, old, new) made to its code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "workspace")
        shutil.copytree(WORKSPACE, copy)
        if change is not None:
            name, old, new = change
            # The change is made to the code as it began, in case that the agent has touched it.
            text = started_as(name)
            assert old in text, old
            (copy / name).write_text(text.replace(old, new), encoding="utf-8")
        options = ("-q", "-x", "-p", "no:cacheprovider", "-c", str(HERE / "pytest.ini"), "--rootdir", str(copy))
        return run_python("-m", "pytest", *options, target, cwd=copy).returncode == 0


def node(code: str) -> Any:
    """Run an ES module in the workspace; what it prints is JSON."""
    done = _run(["node", "--input-type=module", "-e", code], WORKSPACE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def own_node_tests_pass() -> bool:
    """Whether the workspace's JavaScript tests run and pass."""
    done = _run(["node", "--test"], WORKSPACE)
    return done.returncode == 0 and "# pass 0" not in done.stdout


def code_without_docstrings(source: str) -> str:
    """The syntax tree as text, to compare what is left when docstrings (and comments) are taken away."""
    tree = ast.parse(source)
    for element in ast.walk(tree):
        if isinstance(element, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(element) is not None:
            element.body = element.body[1:]
    return ast.dump(tree)


def _run(argv: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    return subprocess.run(
        argv, cwd=cwd, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
