"""Where keys come from."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from agent_runtime.errors import BadApiKey
from agent_runtime.models.keys import find_key, require_key


class Memory(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]  # a class property in the base

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


def test_environment_before_dotenv_before_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, own = keyring.get_keyring(), Memory()
    keyring.set_keyring(own)
    try:
        with pytest.raises(BadApiKey, match=r"SOME_KEY of 'm'.*keyring set agent-runtime SOME_KEY"):
            require_key("SOME_KEY", tmp_path, "m")
        own.set_password("agent-runtime", "SOME_KEY", "from keyring")
        assert find_key("SOME_KEY", tmp_path) == ("from keyring", "keyring")
        own.locked = True
        assert find_key("SOME_KEY", tmp_path) is None
        (tmp_path / ".env").write_text("SOME_KEY='from ${HOME}'\n")
        assert find_key("SOME_KEY", tmp_path) == ("from ${HOME}", ".env")
        monkeypatch.setenv("SOME_KEY", "from environment")
        assert require_key("SOME_KEY", tmp_path, "m") == "from environment"
    finally:
        keyring.set_keyring(before)
