"""Where keys come from. The keyring is a stand-in for the extra: a module that keeps its entries in memory."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from agent_runtime.errors import BadApiKey
from agent_runtime.models.keys import find_key, require_key


class KeyringError(Exception):
    """As keyring.errors.KeyringError."""


class Keyring:
    """A keyring in memory, with the two names of the package that are used."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, name: str) -> str | None:
        if self.locked:
            raise KeyringError("locked")
        return self.entries.get((service, name))


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    keyring, package, errors = Keyring(), ModuleType("keyring"), ModuleType("keyring.errors")
    package.get_password = keyring.get_password  # type: ignore[attr-defined]
    package.errors = errors  # type: ignore[attr-defined]
    errors.KeyringError = KeyringError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", package)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return keyring


def test_environment_before_dotenv_before_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: Keyring
) -> None:
    with pytest.raises(BadApiKey, match=r"SOME_KEY of 'm'.*keyring set agent-runtime SOME_KEY"):
        require_key("SOME_KEY", tmp_path, "m")
    own.entries["agent-runtime", "SOME_KEY"] = "from keyring"
    assert find_key("SOME_KEY", tmp_path) == ("from keyring", "keyring")
    own.locked = True
    assert find_key("SOME_KEY", tmp_path) is None
    (tmp_path / ".env").write_text("SOME_KEY='from ${HOME}'\n")
    assert find_key("SOME_KEY", tmp_path) == ("from ${HOME}", ".env")
    monkeypatch.setenv("SOME_KEY", "from environment")
    assert require_key("SOME_KEY", tmp_path, "m") == "from environment"


def test_without_the_extra_there_is_no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert find_key("SOME_KEY", tmp_path) is None
