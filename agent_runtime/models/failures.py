"""LiteLLM's and the servers' errors -> our typed errors, each with its remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx

from agent_runtime.errors import (
    BadApiKey,
    ContextTooLong,
    ModelError,
    ModelOverloaded,
    ModelProtocolError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
    UnknownModel,
)

_TOO_LONG = re.compile(
    r"exceed_context_size|context (?:size|length|window)|maximum context|too many tokens|prompt is too long", re.I
)
_NO_MODEL = re.compile(r"model .{0,120}not (?:found|exist)|does not exist|no such model|unknown model", re.I | re.S)

_REFUSED = re.compile(r"connection (?:error|refused)|name or service not known|temporary failure in name", re.I)
_NO_CONNECTION = {"ConnectError", "ConnectTimeout", "ConnectionRefusedError", "gaierror"}


def translate(error: BaseException, model: str, api_base: str | None) -> ModelError:
    """Our error for whatever `error` is; an error of ours is returned as it is."""
    if isinstance(error, ModelError):
        return error
    chain = list(_chain(error))
    names = {type(link).__name__ for link in chain}
    text = _text(error)
    status = next((s for link in chain if (s := _status(link)) is not None), None)
    where = api_base or "the provider"
    if _certificate(chain):
        return ModelProtocolError(
            f"The certificate of {where} is not trusted: {text}.", remedy="Set SSL_CERT_FILE, or use http on loopback."
        )
    if names & _NO_CONNECTION or _REFUSED.search(text):
        return ModelUnreachable(f"{where} cannot be reached.", remedy=_start_hint(model, api_base))
    if names & {"ReadTimeout", "APITimeoutError", "Timeout", "TimeoutException", "PoolTimeout"} or status == 408:
        return ModelTimeout(f"{where} did not answer in time.", remedy="Raise MODEL_TIMEOUT_S, or try a smaller model.")
    if status == 413 or _TOO_LONG.search(text):
        return ContextTooLong(
            f"The prompt does not fit the window of {model}: {text}.",
            remedy="Raise MODEL_CONTEXT_TOKENS if the model allows it, or give a smaller task.",
        )
    if status in (401, 403) or "AuthenticationError" in names:
        return BadApiKey(
            f"{where} refuses the key: {text}.", remedy="Set MODEL_API_KEY (or the provider's own variable)."
        )
    if status == 404 or _NO_MODEL.search(text):
        return UnknownModel(f"{where} does not have {model!r}.", remedy=_known_models(model, api_base))
    if status == 429 or "RateLimitError" in names:
        return RateLimited(
            f"{where} limits the rate: {text}.", remedy="Wait, or use another model.", retry_after_s=_retry_after(chain)
        )
    if "JSONDecodeError" in names:
        return ModelProtocolError(
            f"{where} sent something that is no JSON: {text}.", remedy="Check MODEL_API_BASE, and the server's log."
        )
    if names & {"RemoteProtocolError", "ReadError", "IncompleteRead", "MidStreamFallbackError", "ChunkedEncodingError"}:
        return ModelUnreachable(f"The connection to {where} broke: {text}.")
    if status is not None and status >= 500:
        return ModelOverloaded(f"{where} failed with status {status}: {text}.", remedy="See the server's log.")
    return ModelProtocolError(
        f"{where} gave no usable answer for {model}: {text}.", remedy="Check MODEL_ID and MODEL_API_BASE."
    )


def list_models(model: str, api_base: str, timeout_s: float = 3.0) -> list[str]:
    """Names that the server at `api_base` offers, by its own protocol; empty when it does not say."""
    ollama = model.startswith("ollama")
    address = f"{api_base.rstrip('/')}/api/tags" if ollama else f"{api_base.rstrip('/')}/models"
    try:
        payload = httpx.get(address, timeout=timeout_s).json()
        entries = payload["models"] if ollama else payload["data"]
        return sorted(str(entry["name"] if ollama else entry["id"]) for entry in entries)
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return []


def _known_models(model: str, api_base: str | None) -> str:
    names = list_models(model, api_base) if api_base else []
    if names:
        return f"It has: {', '.join(names[:12])}."
    if model.startswith("ollama"):
        return f"Fetch it with `ollama pull {model.split('/', 1)[-1]}`."
    return "Check MODEL_ID."


def _start_hint(model: str, api_base: str | None) -> str:
    if model.startswith("ollama"):
        return "Start it with `ollama serve`, or set MODEL_API_BASE."
    return "Is the server running? Check MODEL_API_BASE." if api_base else "Check the network."


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _status(link: BaseException) -> int | None:
    status = getattr(link, "status_code", None) or getattr(getattr(link, "response", None), "status_code", None)
    return status if isinstance(status, int) else None


def _certificate(chain: list[BaseException]) -> bool:
    return any("CERTIFICATE_VERIFY_FAILED" in str(link) for link in chain)


def _retry_after(chain: list[BaseException]) -> float | None:
    for link in chain:
        response = getattr(link, "response", None)
        headers = getattr(response, "headers", None) or getattr(link, "litellm_response_headers", None) or {}
        value = headers.get("retry-after")
        if value and re.fullmatch(r"\d+(\.\d+)?", value):
            return float(value)
    return None


def _text(error: BaseException) -> str:
    """The first line, of what the server said where it is known, without LiteLLM's stacked class names."""
    said = error.response.text if isinstance(error, httpx.HTTPStatusError) else str(error)
    line = next((part for part in said.strip().splitlines() if part.strip()), type(error).__name__)
    line = re.sub(r"^(?:(?:litellm\.)?\w+(?:Error|Exception)(?: -|:)\s*)+", "", line)
    line = line.partition(" Original exception: ")[0]
    return line.strip().rstrip(".")[:300] or type(error).__name__
