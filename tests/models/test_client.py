"""The model client against servers over real HTTP."""

from __future__ import annotations

import json
import math
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from agent_runtime.config import Settings
from agent_runtime.errors import (
    BadApiKey,
    ConfigError,
    ContextTooLong,
    Interrupted,
    ModelOverloaded,
    ModelProtocolError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
    UnknownModel,
)
from agent_runtime.models import client
from agent_runtime.models.base import Completion, Message, Sampling, SilentWatcher
from agent_runtime.models.client import ATTEMPTS, LiteLLMModel, import_litellm
from agent_runtime.models.embedded import EmbeddedModel
from agent_runtime.models.endpoint import adhoc, endpoint_of
from agent_runtime.models.stream import price_usd
from agent_runtime.types import Usage
from tests.fakes.model_servers import FakeServer, OllamaHandler, OpenAIHandler, Script, serve

PROMPT = [Message("system", "You are brief."), Message("user", "Say hi.")]
Waits = tuple[list[float], Callable[[float], None]]


class Watcher(SilentWatcher):
    def __init__(self) -> None:
        self.text = ""
        self.retries: list[str] = []

    def delta(self, text: str) -> None:
        self.text += text

    def retry(self, error: Exception, attempt: int, wait_s: float) -> None:
        self.retries.append(type(error).__name__)


def model_for(server: FakeServer, no_sleep: Waits, **settings: Any) -> LiteLLMModel:
    values = {"model_id": "openai/tiny", "model_api_base": f"{server.address}/v1", **settings}
    return LiteLLMModel(Settings(**values), sleep=no_sleep[1])


def complete(model: LiteLLMModel, watcher: Watcher | None = None) -> Completion:
    return model.complete(PROMPT, watcher or Watcher())


def test_a_hosted_model_has_a_price_where_it_is_known() -> None:
    usage = Usage(1_000_000, 1000, 0)
    litellm = import_litellm()
    known = price_usd(litellm, "openai/gpt-4o-mini", usage)
    assert known is not None
    assert 0 < known < price_usd(litellm, "openai/gpt-4o-mini", Usage(2_000_000, 1000, 0))  # type: ignore[operator]
    assert price_usd(litellm, "openai/no-such-model", usage) is None


def test_streams_and_reports_usage(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hello there.")) as server:
        watcher = Watcher()
        completion = complete(model_for(server, no_sleep, model_seed=7), watcher)
    assert completion.text == watcher.text == "Hello there."
    assert completion.finish_reason == "stop"
    assert completion.usage == Usage(prompt_tokens=12, completion_tokens=3, cached_tokens=7)
    assert not completion.usage_estimated
    request = server.requests[0]
    assert request["messages"] == [{"role": m.role, "content": m.content} for m in PROMPT]
    assert (request["temperature"], request["max_tokens"], request["seed"]) == (0.1, 1024, 7)


def test_cuts_behind_the_first_code_block_and_hangs_up(no_sleep: Waits) -> None:
    reply = "I look.\n```python\nprint(1)\n```\nOutput: 1\n" + "```python\nprint(2)\n```\n" * 5000
    with serve(OpenAIHandler, Script(reply, timings=True)) as server:
        completion = complete(model_for(server, no_sleep))
        assert server.gone.wait(5)
    assert completion.text == "I look.\n```python\nprint(1)\n```"
    assert completion.finish_reason == "code_block"
    assert completion.usage.prompt_tokens == 12
    assert completion.usage.cached_tokens == 7
    assert completion.tokens_per_s == 25.0
    assert completion.evaluated_tokens == 5


def test_works_when_the_server_omits_usage(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hello there.", usage=False)) as server:
        completion = complete(model_for(server, no_sleep))
    assert completion.text == "Hello there."
    assert completion.usage.completion_tokens > 0
    assert completion.usage.prompt_tokens > 0


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (Script(status=401), BadApiKey),
        (Script(status=403), BadApiKey),
        (Script(status=404), UnknownModel),
        (Script(status=413), ContextTooLong),
        (Script(status=400, body='{"error": {"message": "request exceeds the context size"}}'), ContextTooLong),
        (Script(status=422), ModelProtocolError),
    ],
)  # fmt: skip
def test_lasting_errors_are_typed_and_not_repeated(script: Script, error: type[Exception], no_sleep: Waits) -> None:
    with serve(OpenAIHandler, script) as server, pytest.raises(error) as caught:
        complete(model_for(server, no_sleep))
    assert len(server.requests) == 1
    assert caught.value.remedy  # type: ignore[attr-defined]


@pytest.mark.parametrize(("status", "error"), [(500, ModelOverloaded), (503, ModelOverloaded), (429, RateLimited)])
def test_passing_errors_are_repeated_with_back_off(status: int, error: type[Exception], no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(status=status), Script(status=status), Script("Hi.")) as server:
        watcher = Watcher()
        assert complete(model_for(server, no_sleep), watcher).text == "Hi."
    assert watcher.retries == [error.__name__] * 2
    assert no_sleep[0][1] > no_sleep[0][0] > 0


def test_gives_up_after_the_last_attempt(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(status=503)) as server, pytest.raises(ModelOverloaded):
        complete(model_for(server, no_sleep))
    assert len(server.requests) == ATTEMPTS


def test_retry_after_is_honoured(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(status=429, headers={"Retry-After": "7"}), Script("Hi.")) as server:
        complete(model_for(server, no_sleep))
    assert no_sleep[0] == [7.0]


def test_unknown_model_names_those_there_are(no_sleep: Waits) -> None:
    with (
        serve(OpenAIHandler, Script(status=404), models=("alpha", "beta")) as server,
        pytest.raises(UnknownModel) as caught,
    ):
        complete(model_for(server, no_sleep))
    assert "alpha, beta" in str(caught.value)


def test_a_web_page_is_no_completion(no_sleep: Waits) -> None:
    page = Script(body="<html>Hello</html>", headers={"Content-Type": "text/html"})
    with serve(OpenAIHandler, page) as server, pytest.raises(ModelProtocolError, match="MODEL_API_BASE"):
        complete(model_for(server, no_sleep))


def test_a_broken_stream_is_repeated(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hello there, friend.", break_after=2), Script("Whole.")) as server:
        watcher = Watcher()
        assert complete(model_for(server, no_sleep), watcher).text == "Whole."
    assert watcher.retries == ["ModelUnreachable"]


def test_a_server_that_hangs_before_the_first_token(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(hang_s=3)) as server, pytest.raises(ModelTimeout, match="MODEL_TIMEOUT_S"):
        complete(model_for(server, no_sleep, model_timeout_s=0.3))


def test_a_server_that_hangs_in_the_middle(no_sleep: Waits) -> None:
    script = Script("Hello there, friend.", pause_after=2, hang_s=3)
    with serve(OpenAIHandler, script) as server, pytest.raises(ModelTimeout):
        complete(model_for(server, no_sleep, model_timeout_s=0.3))


def test_nothing_listens(no_sleep: Waits) -> None:
    settings = Settings(model_id="openai/tiny", model_api_base="http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnreachable, match="cannot be reached"):
        LiteLLMModel(settings, sleep=no_sleep[1]).complete(PROMPT, Watcher())
    assert len(no_sleep[0]) == ATTEMPTS - 1


def test_cancel_from_another_thread(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(hang_s=5)) as server:
        model = model_for(server, no_sleep)
        threading.Timer(0.5, model.cancel).start()
        with pytest.raises(Interrupted):
            complete(model)


def test_the_providers_key_is_not_sent_to_another_address(no_sleep: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-provider")
    with serve(OpenAIHandler) as server:
        complete(model_for(server, no_sleep))
        complete(model_for(server, no_sleep, model_id="some-lab/some-model"))
        complete(model_for(server, no_sleep, model_api_key="mine"))
    keys = [headers["Authorization"] for headers in server.headers]
    assert keys == ["Bearer none", "Bearer none", "Bearer mine"]
    assert server.requests[1]["model"] == "some-lab/some-model"


def ollama(server: FakeServer, no_sleep: Waits, **settings: Any) -> LiteLLMModel:
    values = {"model_id": "ollama_chat/tiny", "model_api_base": server.address, **settings}
    return LiteLLMModel(Settings(**values), sleep=no_sleep[1])


def test_ollama_gets_its_window(no_sleep: Waits) -> None:
    with serve(OllamaHandler, Script("Hello.")) as server:
        completion = ollama(server, no_sleep, model_context_tokens=4096).complete(PROMPT, Watcher())
    assert completion.text == "Hello."
    chat = next(request for request in server.requests if request["path"] == "/api/chat")
    assert chat["options"]["num_ctx"] == 4096
    assert chat["options"]["temperature"] == 0.1
    assert completion.usage.prompt_tokens == 5


def test_ollama_a_cut_prompt_is_refused(no_sleep: Waits) -> None:
    long = [Message("user", "word " * 1500)]
    with serve(OllamaHandler, Script("Hello.")) as server:
        model = ollama(server, no_sleep, model_context_tokens=1200, model_max_tokens=64)
        with pytest.raises(ContextTooLong, match="MODEL_CONTEXT_TOKENS"):
            model.complete(long, Watcher())
        # The server may cut although num_ctx would do: its own limit is lower.
        model = ollama(server, no_sleep, model_context_tokens=8192)
        real = OllamaHandler._lines

        def capped(self: OllamaHandler, request: dict[str, Any], script: Script) -> Any:
            request["options"]["num_ctx"] = 300
            return real(self, request, script)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(OllamaHandler, "_lines", capped)
            with pytest.raises(ContextTooLong, match="cut the front"):
                model.complete(long, Watcher())


def test_ollama_unknown_model_names_those_there_are(no_sleep: Waits) -> None:
    with serve(OllamaHandler, models=("qwen2.5-coder:14b",)) as server, pytest.raises(UnknownModel, match="14b"):
        ollama(server, no_sleep).complete(PROMPT, Watcher())


def test_offline_allows_loopback_only() -> None:
    LiteLLMModel(Settings(model_id="ollama_chat/x", agent_offline=True))
    for settings in (
        Settings(model_id="gpt-4o", agent_offline=True),
        Settings(model_id="openai/x", model_api_base="http://203.0.113.5/v1", agent_offline=True),
    ):
        with pytest.raises(ConfigError, match="AGENT_OFFLINE"):
            LiteLLMModel(settings)


def test_windows_that_cannot_work_are_refused() -> None:
    with pytest.raises(ConfigError, match="at most 32768"):
        LiteLLMModel(Settings(model_context_tokens=40000))
    with pytest.raises(ConfigError, match="no room"):
        LiteLLMModel(Settings(model_id="openai/x", model_context_tokens=1024, model_max_tokens=1024))
    with pytest.raises(UnknownModel, match=r"qwen2\.5-coder-1\.5b"):
        LiteLLMModel(Settings(model_id="embedded/qwen2.5-coder-1.5"))


def test_a_model_that_repeats_itself_is_no_broken_server(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("word" * 300, finish_reason="length")) as server:
        completion = complete(model_for(server, no_sleep))
    assert (completion.text, completion.finish_reason) == ("word" * 300, "length")
    assert len(server.requests) == 1


def test_a_certificate_that_is_not_trusted(no_sleep: Waits, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate),
         "-days", "1", "-subj", "/CN=localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve(OpenAIHandler, Script("Hi."), tls=context) as server:
        model = LiteLLMModel(Settings(model_id="openai/tiny", model_api_base=f"{server.address}/v1"), sleep=no_sleep[1])
        with pytest.raises(ModelProtocolError, match=r"certificate.*is not trusted"):
            complete(model)
    assert no_sleep[0] == []


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (Script(status=503, body='{"error": {"message": "Loading model", "code": 503}}'), ModelOverloaded),
        (Script(status=500, body="<html>Bad gateway</html>", headers={"Content-Type": "text/html"}), ModelOverloaded),
        (Script(status=404, body="<html>", headers={"Content-Type": "text/html"}), UnknownModel),
        (Script(body="{}"), ModelProtocolError),
        (Script(body="data: {not json}\n\n", headers={"Content-Type": "text/event-stream"}), ModelProtocolError),
        (Script(body="data: [DONE]\n\n", headers={"Content-Type": "text/event-stream"}), ModelProtocolError),
    ],
)
def test_odd_answers_have_clear_errors(script: Script, error: type[Exception], no_sleep: Waits) -> None:
    with serve(OpenAIHandler, script) as server, pytest.raises(error) as caught:
        complete(model_for(server, no_sleep))
    assert server.address in str(caught.value) or "MODEL_API_BASE" in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("thinking", "sent"),
    [("auto", None), ("on", {"enable_thinking": True}), ("off", {"enable_thinking": False})],
)
def test_thinking_is_switched_where_the_template_has_the_switch(
    no_sleep: Waits, thinking: str, sent: dict[str, bool] | None
) -> None:
    with serve(OpenAIHandler, Script("Hello.")) as server:
        complete(model_for(server, no_sleep, agent_thinking=thinking))
    assert server.requests[0].get("chat_template_kwargs") == sent


@pytest.mark.parametrize(("thinking", "sent"), [("auto", None), ("on", True), ("off", False)])
def test_ollama_is_told_whether_to_think(no_sleep: Waits, thinking: str, sent: bool | None) -> None:
    with serve(OllamaHandler, Script("Hello.")) as server:
        complete(
            model_for(
                server, no_sleep, model_id="ollama_chat/tiny", model_api_base=server.address, agent_thinking=thinking
            )
        )
    assert next(request for request in server.requests if request["path"] == "/api/chat").get("think") == sent


def test_a_hosted_model_is_told_its_effort() -> None:
    for thinking, effort in (("auto", None), ("on", "medium"), ("off", "none")):
        endpoint = endpoint_of(adhoc(Settings(model_id="anthropic/claude")), "k", 8192, None, thinking)
        assert endpoint.extra.get("reasoning_effort") == effort


def test_tokens_are_counted_by_the_servers_own_tokenizer(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hello.")) as server:
        server.tokenizer = True
        model = model_for(server, no_sleep)
        assert model.count_tokens(["one two", "three"]) == [2, 1]
    assert server.tokenized == ["one two", "three"]


def test_a_server_without_a_tokenizer_is_asked_once(no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hello.")) as server:
        model = model_for(server, no_sleep)
        assert model.count_tokens(["one", "two"]) is None
        assert model.count_tokens(["three"]) is None
    assert server.tokenized == ["one"]


def test_no_tokenizer_is_looked_for_elsewhere() -> None:
    model = LiteLLMModel(Settings(model_id="openai/tiny", model_api_base="http://192.0.2.1:9/v1"))
    assert model.count_tokens(["one"]) is None
    assert LiteLLMModel(Settings()).count_tokens(["one"]) is None  # and no server is started for it


class Embedded(EmbeddedModel):
    """A model of our own server, which is a fake one here."""

    def __init__(self, address: str, **settings: Any) -> None:
        values = {"model_id": "embedded/qwen2.5-coder-1.5b", **settings}
        super().__init__(Settings(**values), sleep=lambda seconds: None)
        self.record = SimpleNamespace(model_name="tiny", api_base=f"{address}/v1", api_key="key")

    def _ensure_server(self) -> Any:
        return self.record


def test_the_embedded_server_is_asked_without_litellm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "import_litellm", lambda: pytest.fail("LiteLLM was imported"))
    watcher = Watcher()
    with serve(OpenAIHandler, Script(text="hi", timings=True)) as server:
        completion = complete(Embedded(server.address, model_seed=7, agent_thinking="off"), watcher)
    (asked,) = server.requests
    assert (asked["model"], asked["max_tokens"], asked["seed"], asked["stream"]) == ("tiny", 1024, 7, True)
    assert (asked["cache_prompt"], asked["chat_template_kwargs"]) == (True, {"enable_thinking": False})
    assert (completion.text, watcher.text, completion.finish_reason) == ("hi", "hi", "stop")
    assert (completion.evaluated_tokens, completion.usage.cached_tokens) == (5, 7)
    assert (completion.provider, completion.usage_estimated) == ("embedded", False)


def test_the_embedded_servers_reply_is_cut_behind_its_first_block() -> None:
    text = "Now.\n```python\nprint(1)\n```\nAnd then more and more."
    with serve(OpenAIHandler, Script(text=text)) as server:
        completion = complete(Embedded(server.address))
    assert completion.text.rstrip() == text.partition("\nAnd")[0]
    assert completion.finish_reason == "code_block"


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (Script(status=400, body='{"error": {"code": 400, "type": "exceed_context_size_error"}}'), ContextTooLong),
        (Script(body="<html>"), ModelProtocolError),
        (Script(body="data: {not json}\n\n", headers={"Content-Type": "text/event-stream"}), ModelProtocolError),
        (Script(body="data: [DONE]\n\n", headers={"Content-Type": "text/event-stream"}), ModelProtocolError),
        (Script(status=503, body='{"error": {"message": "Loading model", "code": 503}}'), ModelOverloaded),
    ],
)
def test_odd_answers_of_the_embedded_server_have_clear_errors(script: Script, error: type[Exception]) -> None:
    with serve(OpenAIHandler, script) as server, pytest.raises(error) as caught:
        complete(Embedded(server.address))
    assert "Traceback" not in str(caught.value)


def events(*tokens: tuple[str, dict[str, float]]) -> Script:
    """A stream of llama.cpp's server, each token with its likely alternatives and their probabilities."""
    lines = []
    for token, others in tokens:
        likely = [{"token": text, "logprob": math.log(chance)} for text, chance in {token: 0.5, **others}.items()]
        choice = {
            "index": 0,
            "delta": {"content": token},
            "logprobs": {"content": [{"token": token, "logprob": math.log(0.5), "top_logprobs": likely}]},
        }
        lines.append(f"data: {json.dumps({'choices': [choice]})}\n\n")
    end = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    return Script(body=f"{''.join(lines)}data: {json.dumps(end)}\n\n", headers={"Content-Type": "text/event-stream"})


def test_distinct_samples_leave_the_likeliest_reply_where_another_token_was_likely() -> None:
    begin = "def f(a, b):\n"
    script = events(
        ("    return", {"<|im_end|>": 0.2, "\ufffd": 0.3, "    x": 0.001}), (" a", {}), (" -", {" +": 0.1, " *": 0.3})
    )
    sampling = Sampling(3, 0.6, 50, begin=begin, distinct=True)
    with serve(OpenAIHandler, script, events((" b", {})), events((" c", {}))) as server:
        samples = list(Embedded(server.address).sample([Message("user", "Fix f.")], sampling))
    assert [sample.text for sample in samples] == [
        begin + "    return a -",
        begin + "    return a * b",
        begin + "    return a + c",
    ]
    assert [asked["messages"][-1] for asked in server.requests] == [
        {"role": "assistant", "content": begin},
        {"role": "assistant", "content": begin + "    return a *"},
        {"role": "assistant", "content": begin + "    return a +"},
    ]
    assert [asked.get("top_logprobs") for asked in server.requests] == [6, None, None]
    assert {(asked["n"], asked["temperature"]) for asked in server.requests} == {(1, 0.0)}
