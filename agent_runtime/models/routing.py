"""Asks the model that was chosen for a task, and another when it fails.

LiteLLM's Router balances, cools down and falls back; what one call is, is ours (`LiteLLMModel.attempt`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any, cast

from agent_runtime.errors import (
    AgentRuntimeError,
    ConfigError,
    ContextTooLong,
    Interrupted,
    ModelError,
    ModelUnreachable,
    RateLimited,
)
from agent_runtime.models import cooldown
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, RouteChoice, Sample, Sampling
from agent_runtime.models.choosing import choose
from agent_runtime.models.client import LiteLLMModel, import_litellm
from agent_runtime.models.keys import find_key
from agent_runtime.models.profiles import AUTO, Profile
from agent_runtime.models.registry import Registry

_POLL_S = 0.05


class RoutedModel(ChatModel):
    """One of several models: chosen for each task (`auto`), or a group of equals, and who stands in for them."""

    def __init__(
        self,
        registry: Registry,
        member: Callable[[Profile], ChatModel],
        name: str | None,
        *,
        workspace: Path,
        on_notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        """`member` makes the model of a profile; `name` is an id or alias, `None` chooses for each task."""
        self._registry = registry
        self._make = member
        self._fixed = name
        self._workspace = workspace
        self._on_notice = on_notice
        self._members: dict[str, ChatModel] = {}
        self._router: Any = None
        self._picking = threading.Lock()
        self._cancelled = threading.Event()
        self._escalation: tuple[str, ...] = ()
        self._group: tuple[str, ...] = ()
        super().__init__(name or AUTO, context_tokens=8192)
        if name is not None:
            self._use(tuple(profile.id for profile in registry.group(name)))

    def warm_up(self) -> None:
        if self._fixed is not None:
            self._first_usable().warm_up()
        self._routes()

    @property
    def digest(self) -> str | None:
        return self._first_usable().digest if self._group else None

    def identity(self) -> dict[str, Any]:
        return {"group": [self.member(name).identity() for name in self._group]}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Keys of every model that may be asked."""
        found = (find_key(name, self._workspace) for name in self._registry.secrets)
        return tuple(key[0] for key in found if key is not None)

    def route(self, task: str) -> RouteChoice | None:
        if self._fixed is not None:
            return None
        chosen = choose(self._registry, task)
        self._escalation = chosen.escalate
        self._use(chosen.members)
        return chosen.choice

    def escalate(self) -> str | None:
        if not self._escalation:
            return None
        before, target = self._name, self._escalation[0]
        self._escalation = self._escalation[1:]
        self._use(tuple(profile.id for profile in self._registry.group(target)))
        return f"{self._name} takes over from {before}"

    def cancel(self) -> None:
        self._cancelled.set()
        for model in list(self._members.values()):
            model.cancel()

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        self._cancelled.clear()
        try:
            return self._routed(messages, watcher, sampling)
        except ModelError as error:
            if not error.retryable:
                raise
            # Everybody failed or rests. The first one's own patience (retries with back-off) is all that is left.
            watcher.retry(error, 1, 0.0)
            return self._first_usable().complete(messages, watcher, sampling)

    def sample(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        if len(self._group) > 1 or self._stand_ins():  # spread over equals, with their fallbacks
            yield from super().sample(messages, sampling)
            return
        member = self.member(self._group[0])
        member.watch = self.watch
        yield from member.sample(messages, sampling)

    def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        """Of a single model: which of several equals answers is not known beforehand."""
        one = len(self._group) == 1 and self._group[0] in self._members
        return self._members[self._group[0]].count_tokens(texts) if one else None

    def _routed(self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None) -> Completion:
        call = _Call(self, messages, watcher, sampling)
        group, rest = self._name, self._stand_ins()
        router = self._routes()

        def work() -> Any:
            return router.function_with_fallbacks(
                model=group,
                messages=[],
                original_function=call,
                num_retries=max(0, len(self._group) - 1),
                fallbacks=[{group: rest}] if rest else [],
                metadata={"model_group": group},
            )

        result = self._in_thread(work, call)
        if isinstance(result, BaseException):  # not the business of a fallback
            raise result
        completion = cast("Completion", result)
        if call.failures:
            self._on_notice(f"{'; '.join(call.failures)}; {completion.model} answered instead")
        return completion

    def _in_thread(self, work: Callable[[], Any], call: _Call) -> Any:
        """Run the Router outside this thread: its event loop would take Ctrl-C for itself.

        Raises:
            ModelError: the last one, when nobody could answer.
        """
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001  # the thread's boundary: handed to the caller
                future.set_exception(error)

        threading.Thread(target=run, daemon=True, name="model router").start()
        try:
            wait([future])
        except BaseException:
            self.cancel()
            raise
        error = future.exception()
        if error is None:
            return future.result()
        if call.last_error is not None:
            raise call.last_error
        if not isinstance(error, router_errors()):
            raise error
        raise RateLimited(
            f"{self._name} is left alone after failures, and so is everybody who could stand in.",
            remedy="`agent-runtime models describe ID` says until when.",
        ) from error

    def pick(self, group: str) -> tuple[str, Any]:
        """A member of a group that is not cooling down, with the most room, and its place (to be closed).

        Raises:
            litellm's RouterRateLimitError: all are cooling down.
        """
        while True:
            with self._picking:
                members = self._makeable(group)
                busy = {name: self.member(name).slots.used() for name in members}
                least = min(busy.values())
                for allowed in ([n for n in members if busy[n] == least], members):
                    excluded = [_deployment(group, name) for name in group.split("+") if name not in allowed]
                    name = self._available(group, excluded)
                    if name is not None and (place := self.member(name).slots.take()) is not None:
                        return name, place
            if self._cancelled.wait(_POLL_S):
                raise Interrupted("The model call was interrupted.")

    def _makeable(self, group: str) -> list[str]:
        """Those of a group that can be made here.

        Raises:
            ModelError, ConfigError: none can; what is wrong with the last.
        """
        names, problem = [], None
        for name in group.split("+"):
            try:
                self.member(name)
                names.append(name)
            except (ModelError, ConfigError) as error:
                problem = error
        if not names and problem is not None:
            raise problem
        return names

    def _available(self, group: str, excluded: list[str]) -> str | None:
        """What the Router picks; `None` when only the excluded ones are left."""
        try:
            found = self._routes().get_available_deployment(
                model=group, messages=[], request_kwargs={"_excluded_deployment_ids": excluded}
            )
        except router_errors():
            if excluded:
                return None
            raise
        return str(found["model_info"]["id"]).partition("|")[2]

    def failed(self, name: str, error: ModelError) -> None:
        """Leave a model alone for a while, in every group and every process."""
        profile = self._registry.group(name)[0]
        seconds = profile.cooldown_s
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            seconds = error.retry_after_s
        if seconds <= 0 or isinstance(error, ContextTooLong):
            return
        cooldown.note(name, seconds, str(error))
        self._cool(name, seconds, error)

    def _cool(self, name: str, seconds: float, error: Exception) -> None:
        router = self._routes()
        for group in router.get_model_names():
            if name in group.split("+"):
                router.cooldown_cache.add_deployment_to_cooldown(_deployment(group, name), error, 503, seconds)

    @property
    def _name(self) -> str:
        return "+".join(self._group)

    def _use(self, members: tuple[str, ...]) -> None:
        self._group = members
        self.model_id = self._name if self._fixed is None else self._fixed
        first = self._first_usable()
        self.context_tokens, self.habits, self.reply_tokens = first.context_tokens, first.habits, first.reply_tokens
        if self._router is not None and self._name not in self._router.get_model_names():
            self._router = None

    def _first_usable(self) -> ChatModel:
        """The first of the group, or of those who stand in, that can be made here (its file is there, and the like).

        Raises:
            ModelError, ConfigError: none can; what is wrong with the first.
        """
        problem: AgentRuntimeError | None = None
        for name in [name for group in (self._name, *self._stand_ins()) for name in group.split("+")]:
            try:
                return self.member(name)
            except (ModelError, ConfigError) as error:
                problem = problem or error
        assert problem is not None
        raise problem

    def _stand_ins(self) -> list[str]:
        found: list[str] = []
        for name in self._group:
            for target in self._registry.fallbacks(name):
                group = "+".join(profile.id for profile in self._registry.group(target))
                if group not in (*found, self._name):
                    found.append(group)
        return found

    def member(self, name: str) -> ChatModel:
        """The model of an id, made when it is first asked for."""
        if name not in self._members:
            self._members[name] = self._make(self._registry.group(name)[0])
        return self._members[name]

    def _routes(self) -> Any:
        """LiteLLM's Router over the group and everybody who may stand in."""
        if self._router is None:
            litellm = import_litellm()
            groups = [self._name, *self._stand_ins()] if self._group else []
            self._router = litellm.Router(
                model_list=[
                    {
                        "model_name": group,
                        # The Router picks and keeps count; the call itself is made by `attempt`.
                        "litellm_params": {"model": f"openai/{name}", "api_base": "http://127.0.0.1:9", "api_key": "-"},
                        "model_info": {"id": _deployment(group, name)},
                    }
                    for group in groups
                    for name in group.split("+")
                ],
                num_retries=0,
                max_fallbacks=max(5, len(groups)),
                routing_strategy="simple-shuffle",
            )
            for name, (seconds, reason) in cooldown.active().items():
                self._cool(name, seconds, ModelUnreachable(reason))
        return self._router


def _deployment(group: str, name: str) -> str:
    return f"{group}|{name}"


class _Failed(Exception):
    """Tells the Router to ask somebody else."""


def router_errors() -> tuple[type[Exception], ...]:
    """What LiteLLM's Router raises when there is nobody to ask."""
    from litellm.types.router import RouterRateLimitError, RouterRateLimitErrorBasic

    return RouterRateLimitError, RouterRateLimitErrorBasic


class _Call:
    """One completion, as the Router calls it: with the name of a group, again for each retry and fallback."""

    __name__ = "completion"

    def __init__(
        self, model: RoutedModel, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None
    ) -> None:
        self._model = model
        self._messages = messages
        self._watcher = watcher
        self._sampling = sampling
        self.failures: list[str] = []
        self.last_error: AgentRuntimeError | None = None
        """Kept here: the Router writes into the exceptions that pass through it."""

    def __call__(self, model: str, **_: Any) -> Completion | BaseException:
        try:
            name, place = self._model.pick(model)
        except Interrupted as error:
            return error
        except (ModelError, ConfigError) as error:  # a member cannot even be made here
            self.last_error = error
            self.failures.append(f"{model}: {error.message}")
            self._watcher.retry(error, len(self.failures), 0.0)
            raise _Failed(model) from None
        with place:
            chosen = self._model.member(name)
            chosen.prefix = self._model.prefix
            try:
                ask = chosen.attempt if isinstance(chosen, LiteLLMModel) else chosen.complete
                return ask(self._messages, self._watcher, self._sampling)
            except ModelError as error:
                self._model.failed(name, error)
                self.last_error = error
                self.failures.append(f"{name}: {error.message}")
                self._watcher.retry(error, len(self.failures), 0.0)
                raise _Failed(name) from None
            except Exception as error:  # noqa: BLE001  # an interruption or a bug: no other model mends it
                return error
