"""Token counts by the tokenizer of a llama.cpp server.

`POST /tokenize` with `content`: tools/server/README.md of ggml-org/llama.cpp. `POST /extras/tokenize/count` with
`input`: llama_cpp/server/app.py of abetlen/llama-cpp-python.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Sequence

import httpx

from agent_runtime.config import is_loopback
from agent_runtime.models.local import ServerRecord
from agent_runtime.models.profiles import Profile

TIMEOUT_S = 0.5
"""For all texts of one call: a count is worth no waiting."""


def tokenizer_of(
    profile: Profile, server: ServerRecord | None, key: Callable[[], str | None]
) -> ServerTokenizer | None:
    """That of a model's running server on this machine; none is started for it, and none elsewhere is tried."""
    if server is not None and profile.backend in ("embedded", "llama-cpp-python"):
        return ServerTokenizer(server.api_base, server.api_key, python_server=profile.backend == "llama-cpp-python")
    if profile.backend in ("openai", "litellm") and profile.api_base is not None and is_loopback(profile.api_base):
        return ServerTokenizer(profile.api_base, key())
    return None


class ServerTokenizer:
    """Counts the tokens of texts, one short request each over one connection; gives up for good when there is no such
    endpoint."""

    def __init__(self, api_base: str, api_key: str | None, *, python_server: bool = False) -> None:
        self._url = api_base.rstrip("/").removesuffix("/v1") + (
            "/extras/tokenize/count" if python_server else "/tokenize"
        )
        self._python_server = python_server
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._absent = False

    def count(self, texts: Sequence[str]) -> list[int] | None:
        """Tokens of each text, special tokens read as plain text; `None` when the server does not say in time."""
        if self._absent:
            return None
        until = time.monotonic() + TIMEOUT_S
        found: list[int] = []
        # Loading the system's certificates would take longer than counting.
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with httpx.Client(trust_env=False, verify=trust, timeout=TIMEOUT_S, headers=self._headers) as client:
            for text in texts:
                number = self._one(client, text) if time.monotonic() < until else None
                if number is None:
                    return None
                found.append(number)
        return found

    def _one(self, client: httpx.Client, text: str) -> int | None:
        body = (
            {"input": text} if self._python_server else {"content": text, "add_special": False, "parse_special": False}
        )
        try:
            answer = client.post(self._url, json=body)
            if answer.status_code >= httpx.codes.BAD_REQUEST:
                self._absent = True
                return None
            data = answer.json()
            return int(data["count"]) if self._python_server else len(data["tokens"])
        except httpx.TimeoutException:
            return None
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            self._absent = True
            return None
