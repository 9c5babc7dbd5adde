"""What a record costs: `python -m bench.telemetry [--quick]`. Prints absolutes and ratios; asserts nothing."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from agent_runtime.records import attributes as of
from agent_runtime.records.endpoint import Endpoint
from agent_runtime.records.forwarder import UNSENT, push
from agent_runtime.records.recordings import read_spans
from agent_runtime.records.runs import RunDirectory
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.redact import Redactor
from agent_runtime.types import Decision, Observation
from tests.records.collector import Collector

DECISION = Decision("allow", "read-file", "reads inside the workspace", source="policy.toml:12")
NAME = "SERVICE_{}_TOKEN"
ENVIRONMENT = {NAME.format(index): f"value-{index}-9f8e7d6c5b" for index in range(5)}


def tool(path: Path) -> dict[str, str | int]:
    """A cheap tool: reads a small file."""
    text = path.read_text()
    return {"path": str(path), "content": text, "lines": text.count("\n")}


def recorded_call(telemetry: Telemetry, path: Path, index: int) -> None:
    """The same tool with its spans, journal lines and audit lines, as the gate makes them."""
    arguments: dict[str, object] = {"path": str(path), "limit": 100}
    opened = of.tool_attributes(name="read_file", arguments=arguments, call_id=f"call-{index}")  # type: ignore[arg-type]
    with telemetry.span("read_file", "TOOL", attributes=opened) as span:
        telemetry.run.audit.append("intent", tool="read_file", call=f"call-{index}", arguments=arguments)  # type: ignore[arg-type]
        judged = of.decision_attributes(DECISION, mode="ask", policy_digest="ab" * 32)
        telemetry.span("policy allow read_file", "GUARDRAIL", attributes=judged).end()
        telemetry.run.audit.append(
            "decision", call=f"call-{index}", verdict="allow", rule="read-file", source="policy.toml:12"
        )
        value = tool(path)
        span.set(of.tool_result_attributes(Observation(f"call-{index}", dict(value)), execution_ms=0.1))
        telemetry.run.audit.append("outcome", call=f"call-{index}", ok=True)


def timed(work: Callable[[int], object], count: int) -> float:
    """Median seconds of one call."""
    times = []
    for index in range(count):
        start = time.perf_counter()
        work(index)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def telemetry_in(root: Path, endpoint: str | None = None) -> Telemetry:
    redactor = Redactor.from_environment(ENVIRONMENT)
    run = RunDirectory.create(root, redactor=redactor)
    return Telemetry(run, session_id="bench", project="bench", redactor=redactor, endpoint=endpoint)


SERVER = """
from tests.records.collector import Collector
collector = Collector()
print(collector.url, flush=True)
input()
"""


def served() -> tuple[subprocess.Popen[str], str]:
    """A collector in a process of its own, and its address."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    return server, server.stdout.readline().strip()


AWAY = "http://127.0.0.1:9/v1/traces"


def overhead(root: Path, count: int) -> None:
    path = root / "file.py"
    path.write_text("def f(x: int) -> int:\n    return x\n" * 20)
    alone = timed(lambda _: tool(path), count)
    server, url = served()
    for label, endpoint in (
        ("no collector", None),
        ("collector up", url),
        ("collector away", "http://127.0.0.1:9/v1/traces"),
    ):
        telemetry = telemetry_in(root / "runs", endpoint)
        root_span = telemetry.span("agent.run", "AGENT")
        with_record = timed(lambda index, t=telemetry: recorded_call(t, path, index), count)  # type: ignore[misc]
        root_span.end()
        telemetry.close()
        added = (with_record - alone) * 1e6
        ratio = with_record / alone
        print(f"a tool call, {label}: {alone * 1e6:.0f} us alone, {added:.0f} us more (limit 300), {ratio:.1f} times")
    server.terminate()
    server.wait()


def killed_and_restarted(root: Path, count: int) -> None:
    collector = Collector(phoenix=True)
    telemetry = telemetry_in(root / "runs", collector.url)
    path = root / "file.py"
    with telemetry.span("agent.run", "AGENT"):
        for index in range(count):
            if index == count // 3:
                time.sleep(0.5)
                collector.volatile = True
            if index == count // 2:
                collector.stop()
                collector.volatile = False
            recorded_call(telemetry, path, index)
        collector.start()
        deadline = time.monotonic() + 90
        while len(collector.spans) < 2 * count and time.monotonic() < deadline:
            time.sleep(0.1)
    telemetry.close(30)
    wanted = {span.span_id for span in read_spans(telemetry.run.path)}
    here = len(wanted & set(collector.spans))
    rate = here / len(wanted)
    print(f"{count} calls, collector killed and restarted: {here} of {len(wanted)} spans arrived ({rate:.0%})")
    collector.close()


EXIT = """
import sys, time
from pathlib import Path
from agent_runtime.records.runs import RunDirectory
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.redact import Redactor
run = RunDirectory.create(Path(sys.argv[1]))
telemetry = Telemetry(run, session_id="s", project="p", redactor=Redactor(), endpoint=sys.argv[2])
telemetry.span("agent.run", "AGENT").end()
time.sleep(float(sys.argv[3]))
start = time.monotonic()
telemetry.close()
print(start, flush=True)
"""


def exit_delay(root: Path) -> None:
    collector = Collector()
    for label, mode in (("down", None), ("hanging", "hang"), ("503", 503), ("404", 404)):
        collector.mode = mode or "ok"  # type: ignore[assignment]
        url = collector.url if mode else AWAY
        for wait in ("0", "1.5"):
            child = subprocess.run(
                [sys.executable, "-c", EXIT, str(root / "exit"), url, wait], capture_output=True, text=True, check=True
            )
            delay = time.monotonic() - float(child.stdout)
            print(
                f"exit, collector {label}, after {wait} s: {delay:.2f} s from close to the end of the process (limit 1)"
            )
    left = len(list((root / "exit").glob(f"*/{UNSENT}")))
    print(f"runs that wait for the next start: {left} of 8")
    collector.close()


CHILD = """
import resource, sys
from pathlib import Path
from agent_runtime.records.endpoint import Endpoint
from agent_runtime.records.forwarder import push
if sys.argv[1] == "show":
    from rich.console import Console
    from agent_runtime.interfaces.trace_view import print_tree
    print_tree(Console(file=open("/dev/null", "w")), Path(sys.argv[2]))
elif sys.argv[1] == "push":
    push(Path(sys.argv[2]), Endpoint(sys.argv[3], project="p"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def large_journal(root: Path, count: int) -> None:
    telemetry = telemetry_in(root / "large")
    path = root / "file.py"
    with telemetry.span("agent.run", "AGENT"):
        for index in range(count // 2):
            recorded_call(telemetry, path, index)
    telemetry.close()
    run = telemetry.run.path
    size = (run / "trace.jsonl").stat().st_size >> 20
    server, url = served()
    for what in ("nothing", "show", "push"):
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", CHILD, what, str(run), url], capture_output=True, text=True, check=True
        )
        took = time.monotonic() - start
        print(f"{count} spans ({size} MB), {what}: {took:.1f} s, peak {done.stdout.strip()} MB")
    server.terminate()
    server.wait()


def redaction() -> None:
    redactor = Redactor.from_environment(ENVIRONMENT)
    source = Path(__file__).read_text() * 3
    log = "2026-11-21T05:00:00Z INFO request id=4b825dc642cb6eb9a060e54bf8d69288fbee4904 took 12 ms\n" * 200
    for label, text in (("code", source), ("log", log)):
        for size, limit in ((200, "10 us"), (10_000, "2 ms")):
            piece = text[1000 : 1000 + size]
            took = timed(lambda _, p=piece: redactor.text(p), 2000 if size == 200 else 200)  # type: ignore[misc]
            print(f"redact {size} B of {label}: {took * 1e6:.1f} us (limit {limit})")


def real_phoenix(root: Path, url: str) -> None:
    """Against the Phoenix at PHOENIX_ENDPOINT: how fast a run arrives."""
    telemetry = telemetry_in(root / "real")
    with telemetry.span("agent.run", "AGENT"):
        for index in range(500):
            recorded_call(telemetry, root / "file.py", index)
    telemetry.close()
    endpoint = Endpoint(url, project="bench")
    start = time.monotonic()
    sent = push(telemetry.run.path, endpoint)
    endpoint.close()
    print(f"{sent} spans stored by {url} in {time.monotonic() - start:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    quick = parser.parse_args().quick
    scale = 10 if quick else 1
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        redaction()
        overhead(root, 3000 // scale)
        killed_and_restarted(root, 2000 // scale)
        exit_delay(root)
        large_journal(root, 100_000 // scale)
        if url := os.environ.get("PHOENIX_ENDPOINT"):
            real_phoenix(root, url)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
