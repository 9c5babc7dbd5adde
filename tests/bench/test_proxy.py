"""The recording proxy: passes everything on, keeps the key, and counts."""

from __future__ import annotations

import itertools
import json
import socket

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_runtime.bench.proxy import Counts, Proxy, Tally
from agent_runtime.bench.upstream import Upstream
from tests.bench.conftest import upstream_at
from tests.fakes.model_servers import OpenAIHandler, Script, serve

BODY = {"model": "tiny", "stream": True, "messages": [{"role": "user", "content": "hi"}]}


def ask(proxy: Proxy, path: str = "/v1/chat/completions", key: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key or proxy.key}"}
    return httpx.post(proxy.address + path, json=BODY, headers=headers, trust_env=False)


def test_a_streamed_reply_is_passed_on_and_counted() -> None:
    with serve(OpenAIHandler, Script("eight ch", timings=True)) as fake, Proxy(upstream_at(fake.address)) as proxy:
        response = ask(proxy)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream"
        assert response.text.endswith("data: [DONE]\n\n")
        assert ask(proxy).status_code == 200
    assert proxy.counts == Counts(2, prompt_tokens=24, evaluated_tokens=10, generated_tokens=4)
    assert fake.requests[0]["path"] == "/v1/chat/completions"
    assert fake.headers[0]["Authorization"] == "Bearer upstream-key"
    assert proxy.key not in json.dumps(fake.headers)


def test_usage_counts_where_there_are_no_timings() -> None:
    with serve(OpenAIHandler, Script("eight ch")) as fake, Proxy(upstream_at(fake.address)) as proxy:
        ask(proxy)
    assert proxy.counts == Counts(1, prompt_tokens=12, evaluated_tokens=5, generated_tokens=2)


def test_a_reply_without_counts_is_told() -> None:
    with serve(OpenAIHandler, Script("eight ch", usage=False)) as fake, Proxy(upstream_at(fake.address)) as proxy:
        ask(proxy)
    assert proxy.counts == Counts(1, generated_tokens=2, uncounted=1)


def test_errors_are_passed_on() -> None:
    script = Script(status=429, headers={"Retry-After": "7"})
    with serve(OpenAIHandler, script) as fake, Proxy(upstream_at(fake.address)) as proxy:
        response = ask(proxy)
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    assert response.json()["error"]["message"] == "scripted 429"
    assert proxy.counts == Counts(requests=1)


def test_another_key_is_refused() -> None:
    with serve(OpenAIHandler) as fake, Proxy(upstream_at(fake.address)) as proxy:
        assert ask(proxy, key="upstream-key").status_code == 401
    assert (fake.requests, proxy.counts) == ([], Counts())


def test_other_requests_are_passed_on_and_not_counted() -> None:
    with serve(OpenAIHandler) as fake, Proxy(upstream_at(fake.address, key=None)) as proxy:
        headers = {"Authorization": f"Bearer {proxy.key}"}
        listed = httpx.get(f"{proxy.address}/v1/models", headers=headers, trust_env=False).json()
        ask(proxy, "/apply-template")
    assert [model["id"] for model in listed["data"]] == ["tiny"]
    assert "Authorization" not in fake.headers[0]
    assert proxy.counts == Counts()


def test_a_server_that_is_away_is_502() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Proxy(upstream_at(f"http://127.0.0.1:{port}")) as proxy:
        response = ask(proxy)
    assert response.status_code == 502
    assert "the model server failed" in response.text


def test_when_the_agent_hangs_up_the_server_is_told() -> None:
    # More than the sockets in between can hold, so that the server notices while it writes.
    script = Script("word " * 40_000, timings=True, pause_after=3, hang_s=0.3)
    with serve(OpenAIHandler, script) as fake, Proxy(upstream_at(fake.address)) as proxy:
        headers = {"Authorization": f"Bearer {proxy.key}"}
        url = f"{proxy.address}/v1/chat/completions"
        with httpx.stream("POST", url, json=BODY, headers=headers, trust_env=False) as response:
            next(response.iter_bytes())
        assert fake.gone.wait(10)
    counts = proxy.counts
    assert (counts.requests, counts.prompt_tokens, counts.uncounted) == (1, 12, 0)
    assert 1 <= counts.generated_tokens < 40_000


def test_llama_is_asked_for_counts_in_each_piece() -> None:
    with serve(OpenAIHandler) as fake:
        upstream = upstream_at(fake.address)
        llama = type("Llama", (Upstream,), {"is_llama": True})(
            upstream.model_id, upstream.model, upstream.api_base, upstream.api_key
        )
        with Proxy(upstream) as proxy:
            ask(proxy)
        with Proxy(llama) as proxy:
            ask(proxy)
    assert [request.get("timings_per_token") for request in fake.requests] == [None, True]


def _event(**fields: object) -> bytes:
    return b"data: " + json.dumps(fields).encode() + b"\n\n"


TIMINGS = {"cache_n": 7, "prompt_n": 5, "predicted_n": 3}


@pytest.mark.parametrize(
    ("reply", "counts"),
    [
        (_event(choices=[{"index": 0}], timings=TIMINGS), Counts(1, 12, 5, 3)),
        (
            _event(choices=[{"index": 0}], timings=TIMINGS) + _event(choices=[{"index": 1}], timings=TIMINGS),
            Counts(1, 12, 5, 6),
        ),
        (b'{"content": "x", "timings": {"cache_n": 1, "prompt_n": 2, "predicted_n": 3}}', Counts(1, 3, 2, 3)),
        (b'{"usage": {"prompt_tokens": 9, "completion_tokens": 2}}', Counts(1, 9, 9, 2)),
        (b'{"usage": {"input_tokens": 9, "output_tokens": 2}}', Counts(1, 9, 9, 2)),
        (b'{"message": {}}\n{"done": true, "prompt_eval_count": 8, "eval_count": 4}\n', Counts(1, 8, 8, 4)),
        (_event(prompt_progress={"total": 90, "cache": 10, "processed": 40}, choices=[]), Counts(1, 90, 30, 0)),
        (b"<html>", Counts(1, uncounted=1)),
        (b'data: {"choices": "', Counts(1, uncounted=1)),
    ],
)
def test_counts(reply: bytes, counts: Counts) -> None:
    tally = Tally()
    tally.feed(reply)
    assert tally.close() == counts


@given(st.lists(st.integers(0, 400), max_size=6))
def test_counts_do_not_depend_on_where_the_reply_is_cut(places: list[int]) -> None:
    reply = _event(choices=[{"index": 0, "delta": {"content": "ä"}}], timings=TIMINGS) + b"data: [DONE]\n\n"
    tally = Tally()
    edges = [0, *sorted(places), len(reply)]
    for start, end in itertools.pairwise(edges):
        tally.feed(reply[start:end])
    assert tally.close() == Counts(1, 12, 5, 3)
