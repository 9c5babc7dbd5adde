"""The models there are: models.toml of the user and of the workspace, the catalogue, and any MODEL_ID."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.config import Settings, config_dir
from agent_runtime.errors import ConfigError, UnknownModel
from agent_runtime.models import catalog, profiles
from agent_runtime.models.base import ChatModel
from agent_runtime.models.download import Progress
from agent_runtime.models.profiles import AUTO, Profile, Route, Source
from agent_runtime.models.scripted import PREFIX, ScriptedModel

WORKSPACE_FILE = Path(".agent-runtime") / profiles.FILE


@dataclass(frozen=True, slots=True)
class Origin:
    """A profile and where it was declared."""

    profile: Profile
    place: str
    """`FILE:LINE`, or `catalogue`."""


class Registry:
    """What models.toml declares, over the catalogue. The workspace's file wins over the user's, entry by entry."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        """Raises:
        ConfigError: the files do not fit together; every problem is named with its file and line.
        """
        self._sources = list(sources)
        self.entries: dict[str, Origin] = {
            model.id: Origin(Profile(id=model.id, backend="embedded", model=model.name, title=model.title), "catalogue")
            for model in catalog.CATALOG
        }
        for source in self._sources:
            for number, profile in enumerate(source.content.model):
                self.entries[profile.id] = Origin(profile, source.at("model", number, "id"))
        self.aliases: Mapping[str, list[str]] = profiles.merged_aliases(self._sources)
        self.routes: list[tuple[Route, str]] = [
            (route, source.at("route", number))
            for source in reversed(self._sources)
            for number, route in enumerate(source.content.route)
        ]
        self.default = self._default()
        if problems := list(self._problems()):
            raise ConfigError("\n".join(problems), remedy="See docs/models.md.")

    @classmethod
    def load(cls, workspace: Path, *, user_file: Path | None = None) -> Registry:
        """Read both files; without any there is the catalogue.

        Raises:
            ConfigError: a file is wrong; file, line and key are named.
        """
        user = profiles.read(user_file or config_dir() / profiles.FILE, trusted=True)
        own = profiles.read(workspace / WORKSPACE_FILE, trusted=False)
        return cls([source for source in (user, own) if source is not None])

    @property
    def declared(self) -> list[Profile]:
        """The profiles of models.toml; what `auto` chooses among."""
        return [origin.profile for origin in self.entries.values() if origin.place != "catalogue"]

    @property
    def is_empty(self) -> bool:
        """Whether no models.toml declares anything."""
        return not self.declared and not self.aliases

    @property
    def secrets(self) -> list[str]:
        """Names of the variables that hold keys."""
        return sorted({profile.api_key_env for profile in self.declared if profile.api_key_env})

    def group(self, name: str) -> list[Profile]:
        """The profile of an id, or the equals behind an alias.

        Raises:
            UnknownModel: neither; with the nearest names.
        """
        if name in self.entries:
            return [self.entries[name].profile]
        if name in self.aliases:
            return [profile for target in self.aliases[name] for profile in self.group(target)]
        raise UnknownModel(f"There is no model {name!r}.", remedy=self._hint(name))

    def knows(self, name: str) -> bool:
        """Whether this is an id or an alias."""
        return name in self.entries or name in self.aliases

    def fallbacks(self, name: str) -> list[str]:
        """Who is asked, in order, when `name` fails: its fallbacks, and theirs."""
        found: list[str] = []
        pending = [target for profile in self.group(name) for target in profile.fallback]
        while pending:
            target = pending.pop(0)
            if target not in found and target != name:
                found.append(target)
                pending.extend(further for profile in self.group(target) for further in profile.fallback)
        return found

    def _hint(self, name: str) -> str:
        names = [*self.entries, *self.aliases, AUTO]
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.4)
        if near:
            return f"Did you mean {', '.join(near)}? A LiteLLM model is written PROVIDER/NAME."
        return f"Known: {', '.join(names)}. A LiteLLM model is written PROVIDER/NAME."

    def _default(self) -> str | None:
        """The workspace's default, else the user's."""
        for source in reversed(self._sources):
            if source.content.default is not None:
                return source.content.default
            for profile in source.content.model:
                if profile.default:
                    return profile.id
        return None

    def _problems(self) -> Iterator[str]:
        for source in self._sources:
            for name, targets in source.content.aliases.items():
                place = source.at("aliases", name)
                if name in self.entries or name == AUTO:
                    where = f", declared at {self.entries[name].place}" if name in self.entries else ""
                    yield f"{place}: the alias {name!r} hides the model of that id{where}. Give it another name."
                for target in [targets] if isinstance(targets, str) else targets:
                    yield from self._unknown(place, f"the alias {name!r}", target, ids_only=True)
                if not targets:
                    yield f"{place}: the alias {name!r} stands for nothing."
            for number, profile in enumerate(source.content.model):
                for target in profile.fallback:
                    place = source.at("model", number, "fallback")
                    yield from self._unknown(place, f"fallback of {profile.id!r}", target)
            for number, route in enumerate(source.content.route):
                for key, targets in (("then", route.targets), ("escalate", route.escalate)):
                    for target in targets:
                        yield from self._unknown(source.at("route", number, key), key, target)
            if source.content.default not in (None, AUTO):
                yield from self._unknown(source.at("default"), "default", str(source.content.default))
        yield from self._cycles()

    def _unknown(self, place: str, what: str, target: str, *, ids_only: bool = False) -> Iterator[str]:
        if target in self.entries or (target in self.aliases and not ids_only):
            return
        if ids_only and target in self.aliases:
            yield f"{place}: {what} names the alias {target!r}; name the models."
            return
        yield f"{place}: {what}: there is no model {target!r}. {self._hint(target)}"

    def _cycles(self) -> Iterator[str]:
        edges = {
            origin.profile.id: [
                further.id for target in origin.profile.fallback if self.knows(target)
                for further in self._members(target)
            ]
            for origin in self.entries.values()
        }  # fmt: skip
        done: set[str] = set()
        for start in edges:
            path: list[str] = []

            def walk(node: str, path: list[str] = path) -> list[str] | None:
                if node in path:
                    return [*path[path.index(node) :], node]
                if node in done:
                    return None
                path.append(node)
                for following in edges.get(node, []):
                    if (circle := walk(following)) is not None:
                        return circle
                path.pop()
                done.add(node)
                return None

            if (circle := walk(start)) is not None:
                yield f"{self.entries[circle[0]].place}: the fallbacks go in a circle: {' -> '.join(circle)}."
                return

    def _members(self, name: str) -> list[Profile]:
        targets = [name] if name in self.entries else self.aliases[name]
        return [self.entries[target].profile for target in targets if target in self.entries]


def effective_id(settings: Settings, registry: Registry) -> str:
    """MODEL_ID when it was given, else the default of models.toml, else the embedded model."""
    if "model_id" not in settings.model_fields_set and registry.default is not None:
        return registry.default
    return settings.model_id


def make_model(
    settings: Settings,
    *,
    workspace: Path | None = None,
    on_notice: Callable[[str], None] = lambda text: None,
    on_download: Progress = lambda what, done, total: None,
    sleep: Callable[[float], None] = time.sleep,
) -> ChatModel:
    """The model named by the settings and models.toml; nothing is loaded or connected yet.

    Raises:
        ConfigError, UnknownModel: the name, models.toml or the settings that go with it are wrong.
    """
    if settings.model_id.startswith(PREFIX):
        return ScriptedModel.from_file(Path(settings.model_id.removeprefix(PREFIX)))
    if settings.model_cache:
        from agent_runtime.models.cache import CachedModel

        uncached = settings.model_copy(update={"model_cache": False})
        return CachedModel(
            make_model(uncached, workspace=workspace, on_notice=on_notice, on_download=on_download, sleep=sleep)
        )
    folder = (workspace or Path.cwd()).resolve()
    registry = Registry.load(folder)
    name = effective_id(settings, registry)
    from agent_runtime.models.client import LiteLLMModel
    from agent_runtime.models.embedded import EmbeddedModel

    def build(profile: Profile | None = None) -> ChatModel:
        own = profile.backend == "embedded" if profile else settings.model_id.startswith(catalog.PREFIX)
        model = EmbeddedModel if own else LiteLLMModel
        return model(settings, profile, workspace=folder, on_notice=on_notice, on_download=on_download, sleep=sleep)

    def build_member(profile: Profile) -> ChatModel:
        if profile.backend == "command":
            from agent_runtime.models.command import CommandModel

            return CommandModel(settings, profile, workspace=folder)
        return build(profile)

    if name != AUTO and not registry.knows(name):
        if "/" not in name and not registry.is_empty:
            registry.group(name)  # raises with the nearest names
        return build()
    if name == AUTO and registry.is_empty:
        raise ConfigError(
            "MODEL_ID=auto chooses among the models of models.toml, but there is none.",
            remedy=f"Declare some in {config_dir() / profiles.FILE} (docs/models.md), or name a model.",
        )
    if name != AUTO and len(registry.group(name)) == 1 and not registry.fallbacks(name):
        return build_member(registry.group(name)[0])
    from agent_runtime.models.routing import RoutedModel

    return RoutedModel(registry, build_member, None if name == AUTO else name, workspace=folder, on_notice=on_notice)
