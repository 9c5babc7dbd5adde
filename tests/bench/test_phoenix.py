"""Results in a real Phoenix: one dataset for the same tasks, an experiment for each agent, an evaluation for each run.

Its interpreter is `PHOENIX_PYTHON`, or that of `.phoenix-venv` (`make phoenix-env`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from agent_runtime.bench.phoenix import PhoenixFailed, Store
from agent_runtime.bench.tasks import Task
from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError
from tests.bench.test_results import SOLVED, WRONG
from tests.fakes.model_servers import OpenAIHandler, serve
from tests.records.test_phoenix import PHOENIX, Phoenix


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phoenix]:
    running = Phoenix(tmp_path_factory.mktemp("phoenix"))
    running.start()
    yield running
    running.kill()


@pytest.mark.phoenix
@pytest.mark.skipif(PHOENIX is None, reason="no Phoenix: `make phoenix-env`, or set PHOENIX_PYTHON")
def test_tasks_and_results_are_stored_once(phoenix: Phoenix, repair: Task, question: Task) -> None:
    store = Store.open(Settings(phoenix_endpoint=phoenix.url))
    tasks = [repair, question]
    results = [
        replace(SOLVED, task="fix-add"),
        replace(WRONG, task="count", claim="verified", detail="the answer is '2'"),
        replace(SOLVED, task="fix-add", agent="other"),
        replace(SOLVED, task="of another dataset"),
    ]
    address = store.publish(tasks, results)
    assert store.publish(tasks, results[:1]) == address
    store.close()
    (dataset,) = httpx.get(f"{phoenix.base}/v1/datasets").json()["data"]
    assert dataset["name"].startswith("agent-runtime bench ")
    examples = httpx.get(f"{phoenix.base}/v1/datasets/{dataset['id']}/examples").json()["data"]["examples"]
    assert {example["input"]["task"]: example["output"]["answer"] for example in examples} == {
        "fix-add": None, "count": "1",
    }  # fmt: skip
    experiments = httpx.get(f"{phoenix.base}/v1/datasets/{dataset['id']}/experiments").json()["data"]
    assert sorted(experiment["metadata"]["agent"] for experiment in experiments) == ["other", "x", "x"]
    rows = [row for item in experiments for row in httpx.get(f"{phoenix.base}/v1/experiments/{item['id']}/json").json()]
    judged = {(row["input"]["task"], note["name"]): note["score"] for row in rows for note in row["annotations"]}
    assert judged == {
        ("fix-add", "solved"): 1, ("fix-add", "false verified"): 0, ("fix-add", "claimed, wrong"): 0,
        ("count", "solved"): 0, ("count", "false verified"): 1, ("count", "claimed, wrong"): 1,
    }  # fmt: skip


def test_who_is_not_phoenix_is_refused(repair: Task) -> None:
    with serve(OpenAIHandler) as fake:  # answers every GET with a list of models
        store = Store.open(Settings(phoenix_endpoint=f"{fake.address}/v1/traces", phoenix_api_key="secret"))
        with pytest.raises(PhoenixFailed, match="does not answer as Phoenix does"):
            store.publish([repair], [replace(SOLVED, task="fix-add")])
        store.close()
    with pytest.raises(ConfigError, match="agent-runtime phoenix"):
        Store.open(Settings(phoenix_endpoint=f"{fake.address}/v1/traces"))
