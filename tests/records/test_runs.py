"""Run directories and the audit log, attacked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_runtime.errors import RecordsError
from agent_runtime.records.runs import (
    RUN_ID,
    AuditLog,
    RunDirectory,
    find_run,
    list_runs,
    read_json,
    remove_run,
    result_data,
    verify_audit,
)
from agent_runtime.types import Outcome, RunResult, Usage


def test_ids_are_sortable_and_unique(tmp_path: Path) -> None:
    runs = [RunDirectory.create(tmp_path) for _ in range(20)]
    assert len({run.run_id for run in runs}) == 20
    assert all(RUN_ID.match(run.run_id) for run in runs)
    assert len(list_runs(tmp_path)) == 20


def test_an_id_is_used_once(tmp_path: Path) -> None:
    RunDirectory.create(tmp_path, run_id="mine")
    with pytest.raises(RecordsError, match="'mine' exists"):
        RunDirectory.create(tmp_path, run_id="mine")


def test_metadata_is_merged(run: RunDirectory) -> None:
    run.write_metadata({"task": "a", "model": "m"})
    run.write_metadata({"task": "b", "api_key": "k-1" + "23456"})
    data = read_json(run.path / "metadata.json")
    assert (data["task"], data["model"], data["run_id"], data["api_key"]) == ("b", "m", run.run_id, "[redacted]")


def test_a_result_of_a_run(run: RunDirectory) -> None:
    result = RunResult(
        run.run_id, run.path, Outcome.CLAIMED, {"a": 1}, 3, 1.5, Usage(10, 5, 2), "m", 4, ("rm: denied",), None, "ab"
    )
    run.write_result(result_data(result))
    data = read_json(run.path / "result.json")
    assert data["outcome"] == "claimed"
    assert data["exit_code"] == 3
    assert data["usage"] == {"prompt_tokens": 10, "completion_tokens": 5, "cached_tokens": 2}
    assert data["denied"] == ["rm: denied"]
    assert data["audit_lines"] == 0


def test_an_artifact_is_named_by_its_content(run: RunDirectory) -> None:
    first, again, other = run.artifact("text"), run.artifact("text"), run.artifact(b"\xff", suffix=".bin")
    assert first == again != other
    assert (run.path / first).read_text() == "text"
    assert (run.path / other).read_bytes() == b"\xff"
    assert first.startswith("artifacts/")


def test_runs_are_found_by_a_part_of_their_id(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="no run in"):
        find_run("last", tmp_path)
    for name in ("20260101-000000-aaaaaa", "20260102-000000-aabbbb"):
        RunDirectory.create(tmp_path, run_id=name)
    assert find_run("last", tmp_path).name == "20260102-000000-aabbbb"
    assert find_run("bbbb", tmp_path).name == "20260102-000000-aabbbb"
    assert find_run(str(tmp_path / "20260101-000000-aaaaaa")).name == "20260101-000000-aaaaaa"
    with pytest.raises(RecordsError, match="fits 2 runs"):
        find_run("aa", tmp_path)
    with pytest.raises(RecordsError, match="no run 'zz'"):
        find_run("zz", tmp_path)


def test_a_living_run_is_not_deleted(run: RunDirectory) -> None:
    with pytest.raises(RecordsError, match="still going on"):
        remove_run(run.path)
    run.close()
    remove_run(run.path)
    assert not run.path.exists()


def fill(run: RunDirectory, lines: int = 6) -> Path:
    for index in range(lines):
        run.audit.append("intent", tool="run_command", number=index, text='with ,"hash":"x"} in it')
    run.audit.close()
    return run.path / "audit.jsonl"


def test_an_untouched_log_is_whole(run: RunDirectory) -> None:
    log = fill(run)
    run.write_result({"outcome": "answered"})
    assert verify_audit(log) == []


def test_the_chain_goes_on_in_another_process(run: RunDirectory) -> None:
    log = fill(run, 3)
    again = AuditLog(log)
    again.append("outcome", ok=True)
    again.close()
    assert verify_audit(log) == []
    assert [json.loads(line)["seq"] for line in log.read_text().splitlines()] == [0, 1, 2, 3]


def _change(lines: list[str]) -> list[str]:
    return [*lines[:2], lines[2].replace('"number":2', '"number":9'), *lines[3:]]


def _rehash(lines: list[str]) -> list[str]:
    """Change a line and give it a hash that fits: the next line does not follow it any more."""
    import hashlib

    body = lines[2][: lines[2].rfind(',"hash":"')].replace('"number":2', '"number":9')
    return [*lines[:2], f'{body},"hash":"{hashlib.sha256(body.encode()).hexdigest()}"}}', *lines[3:]]


ATTACKS: dict[str, Callable[[list[str]], list[str]]] = {
    "a changed line": _change,
    "a changed line with a new hash": _rehash,
    "a changed last line with a new hash": lambda lines: _rehash(lines[:3]),
    "a missing first line": lambda lines: lines[1:],
    "a missing line": lambda lines: [*lines[:3], *lines[4:]],
    "a missing end": lambda lines: lines[:-1],
    "two lines in another order": lambda lines: [lines[1], lines[0], *lines[2:]],
    "a line that comes again later": lambda lines: [*lines, lines[2]],
    "a line of another kind": lambda lines: [*lines[:2], '{"seq": "x"}', *lines[2:]],
    "a torn line": lambda lines: [*lines[:2], lines[2][:30], *lines[3:]],
    "an added key": lambda lines: [*lines[:5], lines[5][:-1] + ',"x":1}'],
    "nothing left": lambda lines: [],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_on_a_finished_log_is_found(run: RunDirectory, attack: str) -> None:
    log = fill(run)
    run.write_result({"outcome": "answered"})
    log.write_text("".join(f"{line}\n" for line in ATTACKS[attack](log.read_text().splitlines())))
    assert verify_audit(log) != []


@pytest.mark.parametrize(
    "attack", sorted(set(ATTACKS) - {"a missing end", "nothing left", "a changed last line with a new hash"})
)
def test_attacks_on_a_log_without_a_seal_are_found(run: RunDirectory, attack: str) -> None:
    log = fill(run)
    log.write_text("".join(f"{line}\n" for line in ATTACKS[attack](log.read_text().splitlines())))
    assert verify_audit(log) != []


def test_the_log_and_seal_of_another_run_do_not_pass(tmp_path: Path) -> None:
    one, other = RunDirectory.create(tmp_path), RunDirectory.create(tmp_path)
    for each in (one, other):
        fill(each, 3)
        each.write_result({"outcome": "answered"})
    for name in ("audit.jsonl", "result.json"):
        (other.path / name).write_bytes((one.path / name).read_bytes())
    assert verify_audit(one.path / "audit.jsonl") == []
    assert verify_audit(other.path / "audit.jsonl") == ["line 1 is of another run, or was changed"]


def test_any_changed_byte_is_found(run: RunDirectory) -> None:
    log = fill(run, 2)
    run.write_result({"outcome": "answered"})
    content = log.read_bytes()
    for index in range(0, len(content), 3):
        changed = bytearray(content)
        changed[index] ^= 1
        log.write_bytes(bytes(changed))
        assert verify_audit(log) != [], f"byte {index}: {content[index : index + 1]!r}"


def test_a_torn_last_line_is_found_and_the_chain_goes_on_behind_it(run: RunDirectory) -> None:
    log = fill(run, 3)
    with log.open("ab") as file:
        file.write(b'{"seq":3,"ti')
    assert verify_audit(log) == ["the last line is torn"]
    again = AuditLog(log)
    again.append("outcome", ok=True)
    again.close()
    assert verify_audit(log) == ["line 4 is torn or no audit line"]


def test_an_interrupted_write_that_is_done_again_is_no_fraud(run: RunDirectory) -> None:
    log = fill(run, 3)
    lines = log.read_text().splitlines()
    log.write_text("\n".join([*lines[:2], lines[1], lines[2]]) + "\n")
    assert verify_audit(log) == []


def test_no_log_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="does not exist"):
        verify_audit(tmp_path / "audit.jsonl")
