"""Stores tasks and results in Phoenix: a dataset of the tasks, an experiment for each agent and repetition.

REST as in Phoenix's OpenAPI document: `/v1/datasets/upload`, `/v1/datasets/{id}/experiments`,
`/v1/experiments/{id}/runs`, `/v1/experiment_evaluations`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from agent_runtime.bench.results import Result
from agent_runtime.bench.tasks import Task
from agent_runtime.config import Settings
from agent_runtime.errors import AgentRuntimeError, ConfigError

TIMEOUT_S = 30.0


class PhoenixFailed(AgentRuntimeError):
    """Phoenix did not take what was sent."""


class Store:
    """A Phoenix that answers."""

    def __init__(self, address: str, key: str | None) -> None:
        self.address = address
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(base_url=address, headers=headers, timeout=TIMEOUT_S, trust_env=False)

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """The Phoenix of the settings.

        Raises:
            ConfigError: it does not answer.
        """
        parts = urlsplit(settings.phoenix_endpoint)
        key = settings.phoenix_api_key.get_secret_value() if settings.phoenix_api_key else None
        store = cls(urlunsplit((parts.scheme, parts.netloc, "", "", "")), key)
        try:
            store._send("GET", "/v1/datasets?limit=1")
        except PhoenixFailed as error:
            store.close()
            raise ConfigError(
                f"--phoenix: {error}", remedy="Start it with `agent-runtime phoenix`, or set PHOENIX_ENDPOINT."
            ) from error
        return store

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def publish(self, tasks: Sequence[Task], results: Sequence[Result]) -> str:
        """Store everything; returns the address of the dataset's page.

        Raises:
            PhoenixFailed
        """
        try:
            return self._publish(tasks, results)
        except (KeyError, TypeError, IndexError) as error:
            raise PhoenixFailed(f"{self.address} does not answer as Phoenix does: {error!r}") from error

    def _publish(self, tasks: Sequence[Task], results: Sequence[Result]) -> str:
        known = {task.id: task for task in tasks}
        results = [result for result in results if result.task in known]
        dataset = self._dataset(tasks)
        version, examples = self._examples(dataset)
        for agent, repeat in sorted({(result.agent, result.repeat) for result in results}):
            ours = [result for result in results if (result.agent, result.repeat) == (agent, repeat)]
            self._experiment(dataset, version, examples, agent, ours)
        return f"{self.address}/datasets/{dataset}/experiments"

    def _dataset(self, tasks: Sequence[Task]) -> str:
        inputs = [{"task": task.id, "prompt": task.prompt, "verify": task.verify} for task in tasks]
        metadata = [{"kind": task.kind, "size": task.size, "repo": task.repo} for task in tasks]
        digest = hashlib.sha256(json.dumps([inputs, metadata], sort_keys=True).encode()).hexdigest()[:8]
        name = f"agent-runtime bench {digest}"  # the same tasks are the same dataset
        found = self._send("GET", "/v1/datasets", params={"name": name})["data"]
        if found:
            return str(found[0]["id"])
        outputs = [{"answer": task.answer} for task in tasks]
        body = {
            "action": "create", "name": name, "description": f"{len(tasks)} tasks with hidden checks",
            "inputs": inputs, "outputs": outputs, "metadata": metadata,
        }  # fmt: skip
        return str(self._send("POST", "/v1/datasets/upload?sync=true", json=body)["data"]["dataset_id"])

    def _examples(self, dataset: str) -> tuple[str, dict[str, str]]:
        data = self._send("GET", f"/v1/datasets/{dataset}/examples")["data"]
        return str(data["version_id"]), {str(item["input"]["task"]): str(item["id"]) for item in data["examples"]}

    def _experiment(
        self, dataset: str, version: str, examples: dict[str, str], agent: str, results: Sequence[Result]
    ) -> None:
        model = results[0].model
        body = {"name": f"{agent} with {model}", "version_id": version, "metadata": {"agent": agent, "model": model}}
        experiment = self._send("POST", f"/v1/datasets/{dataset}/experiments", json=body)["data"]["id"]
        for result in results:
            self._run(str(experiment), examples[result.task], result)

    def _run(self, experiment: str, example: str, result: Result) -> None:
        end = datetime.now(UTC)
        times = {"start_time": (end - timedelta(seconds=result.seconds)).isoformat(), "end_time": end.isoformat()}
        output = {
            "answer": result.answer, "outcome": result.outcome, "requests": result.requests,
            "prompt_tokens": result.prompt_tokens, "evaluated_tokens": result.evaluated_tokens,
            "generated_tokens": result.generated_tokens,
        }  # fmt: skip
        run = {"dataset_example_id": example, "output": output, "repetition_number": 1, **times}
        identity = self._send("POST", f"/v1/experiments/{experiment}/runs", json=run)["data"]["id"]
        scores = {
            "solved": result.solved,
            "false verified": result.false_verified,
            "claimed, wrong": result.wrong_claim,
        }
        for name, value in scores.items():
            judged = {"label": str(value).lower(), "score": float(value), "explanation": result.detail or None}
            evaluation = {"experiment_run_id": identity, "name": name, "annotator_kind": "CODE", "result": judged}
            self._send("POST", "/v1/experiment_evaluations", json={**evaluation, **times})

    def _send(self, method: str, path: str, **content: Any) -> Any:
        try:
            response = self._client.request(method, path, **content)
            response.raise_for_status()
            return response.json()
        except httpx.HTTPStatusError as error:
            raise PhoenixFailed(
                f"{method} {self.address}{path} was answered with {error.response.status_code}: "
                f"{error.response.text[:200]}"
            ) from error
        except (httpx.HTTPError, ValueError) as error:
            raise PhoenixFailed(f"{self.address} does not answer as Phoenix does: {error}") from error
