"""A command line as a model; bash and the sandbox are real."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import psutil
import pytest

from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError, Interrupted, ModelProtocolError, ModelTimeout, ModelUnreachable
from agent_runtime.models.base import ChatModel, Message, SilentWatcher
from agent_runtime.models.registry import make_model
from tests.models.test_profiles import user_file

PROMPT = [Message("system", "You are brief."), Message("user", "Say 'hi' & $HOME \\ `x`.")]


def model(repo: Path, command: list[str], **more: str) -> ChatModel:
    lines = "".join(f"{key} = {value}\n" for key, value in more.items())
    user_file(f'[[model]]\nid = "other"\nbackend = "command"\ncommand = {json.dumps(command)}\n{lines}')
    return make_model(Settings(model_id="other"), workspace=repo)


def test_the_prompt_is_its_input_and_the_reply_its_output(repo: Path) -> None:
    completion = model(repo, ["cat"]).complete(PROMPT, SilentWatcher())
    assert completion.text == "system:\nYou are brief.\n\nuser:\nSay 'hi' & $HOME \\ `x`.\n\nassistant:"
    assert (completion.model, completion.provider, completion.finish_reason) == ("other", "command", "stop")


def test_a_long_prompt_comes_through_whole_and_stays_out_of_the_process_list(repo: Path) -> None:
    long = [Message("user", "äöü " * 60_000)]
    completion = model(repo, ["wc", "-c"]).complete(long, SilentWatcher())
    assert int(completion.text) == len(("user:\n" + long[0].content + "\n\nassistant:\n").encode())
    running = model(repo, ["sleep", "30"])

    def run() -> None:
        with pytest.raises(Interrupted):
            running.complete(PROMPT, SilentWatcher())

    thread = threading.Thread(target=run)
    thread.start()
    listed: list[list[str]] = []
    while not any("sleep" in words and "30" in words for words in listed):
        listed = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    assert not any("You are brief" in word for words in listed for word in words)
    running.cancel()
    thread.join()


def test_the_reply_is_cut_behind_the_first_block(repo: Path) -> None:
    completion = model(repo, ["echo", "A.\n```python\nx()\n```\nOutput: 1"]).complete(PROMPT, SilentWatcher())
    assert completion.text == "A.\n```python\nx()\n```"
    assert completion.finish_reason == "code_block"


def test_it_runs_in_the_sandbox(repo: Path, tmp_path: Path) -> None:
    secret = tmp_path / "outside.txt"
    completion = model(repo, ["bash", "-c", f"echo x > {secret} || echo refused; echo y > own.txt; cat own.txt"])
    text = completion.complete(PROMPT, SilentWatcher()).text
    assert text.split()[-1] == "y"
    assert not secret.exists()


@pytest.mark.parametrize(
    ("command", "more", "error", "words"),
    [
        (["no-such-program-x"], {}, ModelUnreachable, "no-such-program-x"),
        (["bash", "-c", "echo half; echo broken >&2; exit 3"], {}, ModelUnreachable, "status 3.*broken"),
        (["true"], {}, ModelProtocolError, "answered nothing"),
        (["sleep", "30"], {"timeout_s": "0.5"}, ModelTimeout, "timeout_s"),
    ],
)
def test_failures_are_clear(
    repo: Path, command: list[str], more: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=f"(?s){words}"):
        model(repo, command, **more).complete(PROMPT, SilentWatcher())


def test_what_the_policy_denies_is_not_run(repo: Path) -> None:
    with pytest.raises(ConfigError, match="policy denies"):
        model(repo, ["sudo", "cat"])


def test_cancelling_ends_it(repo: Path) -> None:
    running = model(repo, ["sleep", "30"])
    threading.Timer(0.5, running.cancel).start()
    with pytest.raises(Interrupted):
        running.complete(PROMPT, SilentWatcher())


def test_it_takes_part_in_fallbacks(repo: Path) -> None:
    user_file(
        '[[model]]\nid = "dead"\nbackend = "openai"\nmodel = "m"\napi_base = "http://127.0.0.1:9/v1"\n'
        'fallback = ["other"]\n[[model]]\nid = "other"\nbackend = "command"\ncommand = ["echo", "Hi."]\n'
    )
    completion = make_model(Settings(model_id="dead"), workspace=repo).complete(PROMPT, SilentWatcher())
    assert (completion.text, completion.model) == ("Hi.", "other")
