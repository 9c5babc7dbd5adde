"""Which model does a task, and who stands in for one that fails; the servers are real, on loopback."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.config import Settings
from agent_runtime.errors import (
    BadApiKey,
    ContextTooLong,
    Interrupted,
    ModelFileError,
    ModelProtocolError,
    RateLimited,
    UnknownModel,
)
from agent_runtime.models import cooldown
from agent_runtime.models.base import ChatModel, Message, SilentWatcher
from agent_runtime.models.choosing import choose
from agent_runtime.models.needs import infer
from agent_runtime.models.registry import Registry, make_model
from tests.fakes.model_servers import OpenAIHandler, Script, serve
from tests.models.test_profiles import user_file

PROMPT = [Message("user", "Say hi.")]
Waits = tuple[list[float], Callable[[float], None]]
MODELS = """
[[model]]
id = "small"
backend = "ollama"
model = "s"
complexity = "low"
[[model]]
id = "middle"
backend = "ollama"
model = "m"
context_tokens = 16384
[[model]]
id = "big"
backend = "ollama"
model = "b"
complexity = "high"
capabilities = ["chat", "code", "planning", "tools"]
[[model]]
id = "eyes"
backend = "ollama"
model = "e"
capabilities = ["vision"]
"""


def entry(name: str, address: str, **more: Any) -> str:
    lines = [f'id = "{name}"', 'backend = "openai"', 'model = "tiny"', f'api_base = "{address}/v1"']
    lines += [f"{key} = {value!r}" for key, value in more.items()]
    return "\n".join(["[[model]]", *lines, ""])


def made(name: str, workspace: Path, waits: Waits, notices: list[str] | None = None) -> ChatModel:
    told: list[str] = [] if notices is None else notices
    return make_model(Settings(model_id=name), workspace=workspace, on_notice=told.append, sleep=waits[1])


@pytest.mark.parametrize(
    ("task", "need", "complexity"),
    [
        ("List all Python files in this repo", "chat", "low"),
        ("Fix the bug in parse_date", "code", "medium"),
        ("Fix the typo in the README", "code", "low"),
        ("Refactor the session handling across all modules", "code", "high"),
        ("Plan how to add a cache", "planning", "medium"),
        ("Design the architecture of a job queue", "planning", "high"),
        ("Make the page look like screenshot.png", "vision", "medium"),
        ("Do these:\n1. one\n2. two\n3. three\n4. four", "chat", "high"),
        ("Please " + "do this and that, " * 60, "chat", "high"),
        ("Where is the explanation of planes?", "chat", "low"),
    ],
)
def test_what_a_task_needs(task: str, need: str, complexity: str) -> None:
    needs = infer(task)
    assert (needs.need, needs.complexity) == (need, complexity)
    assert len(needs.reasons) == 2


@pytest.mark.parametrize(
    ("routes", "task", "model", "rule"),
    [
        ('[[route]]\nif = {need = "planning"}\nthen = "big"\n', "Plan a cache", "big", "models.toml:23"),
        ('[[route]]\nif = {need = "planning"}\nthen = "big"\n', "Fix the bug", "middle", "smallest able model"),
        (
            '[[route]]\nif = {complexity = ["low", "medium"]}\nthen = "small"\n',
            "Fix the bug",
            "small",
            "models.toml:23",
        ),
        ('[[route]]\nif = {match = "sql|schema"}\nthen = "big"\n', "Read the SQL", "big", "models.toml:23"),
        (
            '[[route]]\nif = {min_context_tokens = 12000}\nthen = "big"\n',
            "Refactor everything",
            "big",
            "models.toml:23",
        ),
        ('[[route]]\nif = {min_context_tokens = 12000}\nthen = "big"\n', "List it", "small", "smallest able model"),
        ('[[route]]\nthen = ["small", "big"]\n', "List it", "small or big", "models.toml:23"),
        ("", "Redesign the protocol", "big", "smallest able model"),
        ('[[route]]\nif = {need = "vision"}\nthen = "eyes"\n', "Look at x.png", "eyes", "models.toml:23"),
    ],
)
def test_the_first_rule_that_fits_decides_and_says_so(
    tmp_path: Path, routes: str, task: str, model: str, rule: str
) -> None:
    user_file(MODELS + routes)
    chosen = choose(Registry.load(tmp_path), task).choice
    assert chosen.model == model
    assert str(chosen.attributes["agent_runtime.route.rule"]).endswith(rule)
    assert any(model.split(" ", maxsplit=1)[0] in reason for reason in chosen.reasons)


def test_a_window_that_is_too_small_is_passed_over(tmp_path: Path) -> None:
    user_file(MODELS.replace("16384", "4200") + '[[route]]\nthen = "middle"\nescalate = ["big"]\n')
    registry = Registry.load(tmp_path)
    chosen = choose(registry, "Fix the bug in parse_date")
    assert chosen.members == ("big",)
    assert any("the window of middle is too small" in reason for reason in chosen.choice.reasons)


def test_the_default_is_taken_when_no_route_fits(tmp_path: Path) -> None:
    user_file('default = "big"\n' + MODELS)
    assert choose(Registry.load(tmp_path), "List it").members == ("big",)


def test_nothing_able_is_an_error(tmp_path: Path) -> None:
    user_file('[[model]]\nid = "eyes"\nbackend = "ollama"\nmodel = "e"\ncapabilities = ["vision"]\n')
    with pytest.raises(UnknownModel, match="'tools'"):
        choose(Registry.load(tmp_path), "List it")


def test_auto_routes_a_task_and_escalates_as_far_as_the_route_allows(tmp_path: Path, no_sleep: Waits) -> None:
    user_file(MODELS + '[[route]]\nthen = "small"\nescalate = ["middle", "big"]\n')
    model = made("auto", tmp_path, no_sleep)
    choice = model.route("List it")
    assert choice is not None
    assert (choice.model, model.model_id) == ("small", "small")
    assert model.escalate() == "middle takes over from small"
    assert model.context_tokens == 16384
    assert model.escalate() == "big takes over from middle"
    assert model.escalate() is None
    assert made("small", tmp_path, no_sleep).escalate() is None


def test_a_dead_primary_is_asked_once_and_then_left_alone_by_every_process(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(status=503), models=("tiny",)) as bad, serve(OpenAIHandler, Script("Hi.")) as good:
        user_file(entry("first", bad.address, fallback=["second"]) + entry("second", good.address))
        notices: list[str] = []
        model = made("first", tmp_path, no_sleep, notices)
        for _ in range(3):
            completion = model.complete(PROMPT, SilentWatcher())
            assert (completion.text, completion.model) == ("Hi.", "second")
        again = made("first", tmp_path, no_sleep)  # as another process would
        assert again.complete(PROMPT, SilentWatcher()).model == "second"
        assert (len(bad.requests), len(good.requests)) == (1, 4)
        assert len(notices) == 1
        assert "503" in notices[0]
        assert "second answered instead" in notices[0]
        assert no_sleep[0] == []
        cooldown.forget("first")
        bad.scripts[:] = [Script("Back.")]
        assert made("first", tmp_path, no_sleep).complete(PROMPT, SilentWatcher()).model == "first"


@pytest.mark.parametrize(
    "script",
    [
        Script(status=401),
        Script(status=404),
        Script(status=500),
        Script(body="<html>", headers={"Content-Type": "text/html"}),
        Script("Hello there, friend.", break_after=2),
    ],
)
def test_whatever_fails_falls_back(tmp_path: Path, no_sleep: Waits, script: Script) -> None:
    with serve(OpenAIHandler, script) as bad, serve(OpenAIHandler, Script("Hi.")) as good:
        user_file(entry("first", bad.address, fallback=["second"]) + entry("second", good.address))
        assert made("first", tmp_path, no_sleep).complete(PROMPT, SilentWatcher()).model == "second"


def test_fallbacks_are_followed_to_the_end_of_the_chain(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hi.")) as good:
        dead = "http://127.0.0.1:9"
        user_file(
            entry("a", dead, fallback=["b"]) + entry("b", dead, fallback=["c"])
            + entry("c", dead, fallback=["d"]) + entry("d", good.address)
        )  # fmt: skip
        assert made("a", tmp_path, no_sleep).complete(PROMPT, SilentWatcher()).model == "d"
        assert set(cooldown.active()) == {"a", "b", "c"}


def test_a_rate_limit_cools_as_long_as_the_server_asks(tmp_path: Path, no_sleep: Waits) -> None:
    limited = Script(status=429, headers={"Retry-After": "7"})
    with serve(OpenAIHandler, limited) as bad, serve(OpenAIHandler, Script("Hi.")) as good:
        user_file(entry("first", bad.address, fallback=["second"]) + entry("second", good.address))
        assert made("first", tmp_path, no_sleep).complete(PROMPT, SilentWatcher()).model == "second"
    assert 5 < cooldown.active()["first"][0] <= 7


def test_a_prompt_that_is_too_long_falls_back_but_cools_nothing(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hi.")) as server:
        user_file(
            entry("narrow", server.address, context_tokens=1100, max_tokens=64, fallback=["wide"])
            + entry("wide", server.address)
        )
        long = [Message("user", "word " * 3000)]
        assert made("narrow", tmp_path, no_sleep).complete(long, SilentWatcher()).model == "wide"
        assert cooldown.active() == {}
        user_file(
            entry("narrow", server.address, context_tokens=1100, max_tokens=64, fallback=["tight"])
            + entry("tight", server.address, context_tokens=1100, max_tokens=64)
        )
        with pytest.raises(ContextTooLong):
            made("narrow", tmp_path, no_sleep).complete(long, SilentWatcher())


def test_a_missing_key_falls_back(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hi.")) as server:
        user_file(
            entry("first", server.address, api_key_env="NO_SUCH_KEY", fallback=["second"])
            + entry("second", server.address)
        )
        assert made("first", tmp_path, no_sleep).complete(PROMPT, SilentWatcher()).model == "second"
        user_file(entry("first", server.address, api_key_env="NO_SUCH_KEY"))
        alone = made("first", tmp_path, no_sleep)
        with pytest.raises(BadApiKey, match=r"NO_SUCH_KEY.*keyring set"):
            alone.complete(PROMPT, SilentWatcher())


def test_when_everybody_fails_the_last_error_is_told(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(status=401)) as one, serve(OpenAIHandler, Script(status=401)) as two:
        user_file(entry("a", one.address, fallback=["b"]) + entry("b", two.address))
        with pytest.raises(BadApiKey, match=two.address):
            made("a", tmp_path, no_sleep).complete(PROMPT, SilentWatcher())


def test_when_everybody_rests_the_first_is_asked_with_patience(tmp_path: Path, no_sleep: Waits) -> None:
    scripts = [Script(status=503), Script(status=503), Script("Hi.")]
    with serve(OpenAIHandler, *scripts) as one, serve(OpenAIHandler, Script(status=429)) as two:
        user_file(entry("a", one.address, fallback=["b"]) + entry("b", two.address))
        model = made("a", tmp_path, no_sleep)
        assert model.complete(PROMPT, SilentWatcher()).text == "Hi."
        assert len(no_sleep[0]) == 1
        two.scripts[:] = [Script(status=429)]
        assert model.complete(PROMPT, SilentWatcher()).text == "Hi."


def test_equals_share_the_load_and_stand_in_for_each_other(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hi.", hang_s=0.3)) as one, serve(OpenAIHandler, Script("Hi.", hang_s=0.3)) as two:
        user_file(entry("a", one.address) + entry("b", two.address) + '[aliases]\npair = ["a", "b"]\n')
        model = made("pair", tmp_path, no_sleep)
        model.warm_up()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: model.complete(PROMPT, SilentWatcher()).model, range(8)))
        assert Counter(answers) == {"a": 4, "b": 4}
        one.scripts[:] = [Script(status=500)]
        assert {model.complete(PROMPT, SilentWatcher()).model for _ in range(6)} == {"b"}
        assert len(one.requests) <= 5


def test_concurrency_is_honoured(tmp_path: Path, no_sleep: Waits) -> None:
    running, most = 0, 0
    lock = threading.Lock()

    class Counting(OpenAIHandler):
        def _events(self, request: dict[str, Any], script: Script) -> Any:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            yield from super()._events(request, script)
            with lock:
                running -= 1

    with serve(Counting, Script("Hi there, you.", pause_after=1, hang_s=0.1)) as server:
        user_file(entry("a", server.address, concurrency=2) + '[aliases]\nx = ["a"]\n')
        models = [made(name, tmp_path, no_sleep) for name in ("a", "x", "a", "x", "a", "x")]
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda model: model.complete(PROMPT, SilentWatcher()), models))
    assert most == 2


def test_cancel_ends_a_routed_call(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(hang_s=5)) as server:
        user_file(entry("a", server.address, fallback=["b"]) + entry("b", server.address))
        model = made("a", tmp_path, no_sleep)
        model.warm_up()
        threading.Timer(0.5, model.cancel).start()
        with pytest.raises(Interrupted):
            model.complete(PROMPT, SilentWatcher())
        assert len(server.requests) == 1
        assert cooldown.active() == {}


def test_another_model_than_asked_is_an_error_where_it_was_declared(tmp_path: Path, no_sleep: Waits) -> None:
    class Other(OpenAIHandler):
        def _events(self, request: dict[str, Any], script: Script) -> Any:
            return super()._events({**request, "model": "other"}, script)

    with serve(Other, Script("Hi.")) as server:
        user_file(entry("a", server.address) + entry("b", server.address, any_model=True).replace("True", "true"))
        with pytest.raises(ModelProtocolError, match=r"'other', but 'tiny' was asked for.*any_model"):
            made("a", tmp_path, no_sleep).complete(PROMPT, SilentWatcher())
        notices: list[str] = []
        model = made("b", tmp_path, no_sleep, notices)
        assert model.complete(PROMPT, SilentWatcher()).text == "Hi."
        assert model.complete(PROMPT, SilentWatcher()).text == "Hi."
        assert notices == ["tiny was asked for, other answers"]
        # Hosted providers resolve aliases such as NAME-latest.
        user_file(entry("c", server.address).replace('"openai"', '"litellm"').replace('"tiny"', '"openai/tiny"'))
        assert made("c", tmp_path, no_sleep, notices).complete(PROMPT, SilentWatcher()).text == "Hi."
        assert len(notices) == 2


def test_a_torn_note_of_cooldowns_does_no_harm(tmp_path: Path, no_sleep: Waits) -> None:
    cooldown.note("x", 5, "gone")
    from agent_runtime.config import state_dir

    (state_dir() / "cooldowns.json").write_text('{"x": {"un')
    assert cooldown.active() == {}
    cooldown.note("y", 5, "gone")
    assert list(cooldown.active()) == ["y"]


def test_rate_limited_everywhere_is_one_clear_error(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script(status=429)) as one, serve(OpenAIHandler, Script(status=429)) as two:
        user_file(entry("a", one.address, fallback=["b"]) + entry("b", two.address))
        with pytest.raises(RateLimited):
            made("a", tmp_path, no_sleep).complete(PROMPT, SilentWatcher())


def test_what_cannot_be_made_here_falls_back(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OpenAIHandler, Script("Hi.")) as server:
        gone = '[[model]]\nid = "gone"\nbackend = "embedded"\nmodel = "/nowhere/x.gguf"\n'
        user_file(gone + 'fallback = ["b"]\n' + entry("b", server.address))
        notices: list[str] = []
        assert made("gone", tmp_path, no_sleep, notices).complete(PROMPT, SilentWatcher()).model == "b"
        assert "x.gguf" in notices[0]
        user_file(entry("far", "http://203.0.113.5", fallback=["b"]) + entry("b", server.address))
        settings = Settings(model_id="far", agent_offline=True)
        assert make_model(settings, workspace=tmp_path).complete(PROMPT, SilentWatcher()).model == "b"
        user_file(gone + 'fallback = ["c"]\n' + gone.replace("gone", "c"))
        with pytest.raises(ModelFileError, match=r"x\.gguf"):
            made("gone", tmp_path, no_sleep)
