"""What `from agent_runtime import ...` offers: all of it works, is documented, and costs nothing until it is used."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import agent_runtime

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", agent_runtime.__all__)
def test_each_name_is_there_and_documented(name: str) -> None:
    value = getattr(agent_runtime, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert inspect.getdoc(value)
        assert value.__name__ == name
    assert f"`{name}`" in (ROOT / "docs" / "python-api.md").read_text()


def test_public_methods_of_a_session_are_documented_and_typed() -> None:
    for name, member in inspect.getmembers(agent_runtime.Session, inspect.isfunction):
        if not name.startswith("_"):
            assert inspect.getdoc(member), name
            assert "return" in member.__annotations__, name


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Sesion'"):
        agent_runtime.Sesion  # noqa: B018
    assert sorted(agent_runtime.__all__) == dir(agent_runtime)


def test_importing_the_package_loads_nothing() -> None:
    code = (
        "import agent_runtime, sys; print([m for m in sys.modules if m.split('.')[0] in "
        "('pydantic', 'rich', 'typer', 'smolagents', 'litellm', 'opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"
