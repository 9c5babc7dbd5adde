"""Attributes of each span kind: OpenInference's names, which Phoenix reads, beside OpenTelemetry's GenAI names.

Names by https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md and
https://opentelemetry.io/docs/specs/semconv/gen-ai/. Callers pass plain values; each function may be called again as
more becomes known, and gives only what it was given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from agent_runtime.records.otlp import AttributeValue
from agent_runtime.types import Approval, Decision, JsonValue, Mode, Observation, Outcome, Usage

Attributes = dict[str, AttributeValue | None]

JSON_TYPE = "application/json"
TEXT_TYPE = "text/plain"


def as_json(value: object) -> str:
    """JSON as it stands in attributes."""
    return json.dumps(value, ensure_ascii=False, default=str, separators=(", ", ": "))


def _payload(side: str, value: JsonValue) -> Attributes:
    text = value if isinstance(value, str) else as_json(value)
    return {f"{side}.value": text, f"{side}.mime_type": TEXT_TYPE if isinstance(value, str) else JSON_TYPE}


def _size(side: str, text: str) -> Attributes:
    content = text.encode("utf-8", "backslashreplace")
    return {
        f"agent_runtime.{side}.sha256": hashlib.sha256(content).hexdigest(),
        f"agent_runtime.{side}.bytes": len(content),
    }


def diff_block(diff: str) -> str:
    """A diff as Markdown shows it coloured; the fence is longer than any in the diff."""
    fence = "```"
    while fence in diff:
        fence += "`"
    return f"{fence}diff\n{diff.rstrip()}\n{fence}"


def run_attributes(
    *,
    task: str,
    workspace: str,
    model: str,
    mode: Mode,
    git_head: str | None = None,
    policy_digest: str | None = None,
    tags: Sequence[str] = (),
    agent_name: str = "agent-runtime",
    metadata: Mapping[str, JsonValue] | None = None,
) -> Attributes:
    """`agent.run` when it starts."""
    facts = {"workspace": workspace, "git_head": git_head, "policy_digest": policy_digest, "mode": mode, "model": model}
    return {
        **_payload("input", task),
        "agent.name": agent_name,
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": agent_name,
        "metadata": as_json({**facts, **(metadata or {})}),
        "tag.tags": list(tags) or None,
    }


def run_result_attributes(*, outcome: Outcome, answer: JsonValue, steps: int, tool_calls: int = 0) -> Attributes:
    """`agent.run` when it ends."""
    return {
        **_payload("output", "" if answer is None else answer),
        "agent_runtime.outcome": outcome.value,
        "agent_runtime.steps": steps,
        "agent_runtime.tool_calls": tool_calls,
    }


def step_attributes(number: int, *, code: str | None = None, observation: str | None = None) -> Attributes:
    """`step N`: the code the model wrote and what came of it."""
    attributes: Attributes = {"agent_runtime.step": number}
    if code is not None:
        attributes |= _payload("input", code)
    if observation is not None:
        attributes |= _payload("output", observation)
    return attributes


def llm_attributes(
    *,
    model: str | None = None,
    provider: str | None = None,
    parameters: Mapping[str, JsonValue] | None = None,
    messages: Sequence[Mapping[str, str]] = (),
    output: str | None = None,
    usage: Usage | None = None,
    finish_reason: str | None = None,
    first_token_ms: float | None = None,
    tokens_per_s: float | None = None,
    prompt_tokens_per_s: float | None = None,
    cost_usd: float | None = None,
) -> Attributes:
    """`llm.generate`. `messages` hold `role` and `content`; prompts are stored once, as messages."""
    attributes: Attributes = {
        "gen_ai.operation.name": "chat",
        "llm.model_name": model,
        "gen_ai.request.model": model,
        "llm.provider": provider,
        "gen_ai.provider.name": provider,
        "llm.finish_reason": finish_reason,
        "gen_ai.response.finish_reasons": [finish_reason] if finish_reason else None,
        "agent_runtime.first_token_ms": first_token_ms,
        "agent_runtime.tokens_per_s": tokens_per_s,
        "agent_runtime.prompt_tokens_per_s": prompt_tokens_per_s,
        "llm.cost.total": cost_usd,
    }
    if parameters is not None:
        attributes["llm.invocation_parameters"] = as_json(dict(parameters))
        for name in ("temperature", "max_tokens", "seed", "top_p"):
            value = parameters.get(name)
            attributes[f"gen_ai.request.{name}"] = value if isinstance(value, int | float) else None
    for index, message in enumerate(messages):
        attributes[f"llm.input_messages.{index}.message.role"] = message["role"]
        attributes[f"llm.input_messages.{index}.message.content"] = message["content"]
    if output is not None:
        attributes["llm.output_messages.0.message.role"] = "assistant"
        attributes["llm.output_messages.0.message.content"] = output
        attributes |= _payload("output", output)
    return attributes | (_usage(usage) if usage is not None else {})


def _usage(usage: Usage) -> Attributes:
    return {
        "llm.token_count.prompt": usage.prompt_tokens,
        "llm.token_count.completion": usage.completion_tokens,
        "llm.token_count.total": usage.prompt_tokens + usage.completion_tokens,
        "llm.token_count.prompt_details.cache_read": usage.cached_tokens,
        "gen_ai.usage.input_tokens": usage.prompt_tokens,
        "gen_ai.usage.output_tokens": usage.completion_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens,
    }


def tool_attributes(
    *,
    name: str,
    arguments: Mapping[str, JsonValue],
    call_id: str | None = None,
    description: str | None = None,
    diff: str | None = None,
) -> Attributes:
    """A tool's span when it opens: the arguments as they came. `diff` shows in place of the raw arguments."""
    text = as_json(dict(arguments))
    return {
        "tool.name": name,
        "tool.parameters": text,
        "tool.description": description,
        **(_payload("input", diff_block(diff)) if diff else {"input.value": text, "input.mime_type": JSON_TYPE}),
        **_size("input", text),
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
        "gen_ai.tool.call.id": call_id,
    }


def tool_result_attributes(
    observation: Observation,
    *,
    execution_ms: float | None = None,
    waiting_ms: float | None = None,
    truncated: bool = False,
    artifact: str | None = None,
    diff: str | None = None,
) -> Attributes:
    """A tool's span before it ends. `artifact` names the whole output of a truncated one."""
    value = observation.value
    text = value if isinstance(value, str) else as_json(value)
    recovery = value.get("recovery_suggestion") if isinstance(value, dict) else None
    outcome = "ok" if observation.ok else ("denied" if observation.denied else "error")
    return {
        **_payload("output", diff_block(diff) if diff else value),
        **_size("output", text),
        "agent_runtime.output.truncated": truncated,
        "agent_runtime.output.artifact": artifact,
        "agent_runtime.observation": text if diff else None,
        "agent_runtime.outcome": outcome,
        "error.type": observation.error_type,
        "agent_runtime.recovery_hint": str(recovery) if recovery and not observation.ok else None,
        "agent_runtime.execution_ms": execution_ms,
        "agent_runtime.waiting_ms": waiting_ms,
    }


def decision_attributes(
    decision: Decision, *, mode: Mode, policy_digest: str, subject: str | None = None
) -> Attributes:
    """`policy <verdict> <tool>`. `subject` is what was judged: the command, the path."""
    parts = [{"text": p.text, "verdict": p.verdict, "rule": p.rule, "reason": p.reason} for p in decision.parts]
    return {
        **(_payload("input", subject) if subject is not None else {}),
        **_payload("output", f"{decision.verdict}: {decision.reason}"),
        "agent_runtime.policy.verdict": decision.verdict,
        "agent_runtime.policy.rule": decision.rule,
        "agent_runtime.policy.reason": decision.reason,
        "agent_runtime.policy.source": decision.source or None,
        "agent_runtime.policy.suggestion": decision.suggestion or None,
        "agent_runtime.policy.sandbox": decision.sandbox,
        "agent_runtime.policy.digest": policy_digest,
        "agent_runtime.policy.parts": as_json(parts) if parts else None,
        "agent_runtime.mode": mode,
    }


def approval_label(approval: Approval) -> str:
    """The one word of an approval, for a span's name and its annotation."""
    if not approval.approved:
        return "rejected"
    return "edited" if approval.edited_command is not None else "approved"


def approval_attributes(approval: Approval, *, mode: Mode, subject: str | None = None) -> Attributes:
    """`approval <decision> <tool>`."""
    label = approval_label(approval)
    return {
        **(_payload("input", subject) if subject is not None else {}),
        **_payload("output", f"{label}: {approval.comment}" if approval.comment else label),
        "agent_runtime.approval.decision": label,
        "agent_runtime.approval.source": approval.source,
        "agent_runtime.approval.scope": approval.scope,
        "agent_runtime.approval.comment": approval.comment or None,
        "agent_runtime.approval.edited_command": approval.edited_command,
        "agent_runtime.waiting_ms": approval.waiting_ms,
        "agent_runtime.mode": mode,
    }


def execution_attributes(result: Mapping[str, JsonValue], *, profile: str, backend: str) -> Attributes:
    """`tool.execution` of a command: what it cost and where it ran. `result` has `exit_code`, `duration_s`,
    `peak_memory_mb` and, when its time ran out, `timed_out`."""
    cost = {name: value for name, value in result.items() if isinstance(value, int | float)}
    return {
        "agent_runtime.sandbox.profile": profile,
        "agent_runtime.sandbox.backend": backend,
        "process.exit.code": cost.get("exit_code"),
        "agent_runtime.duration_s": cost.get("duration_s"),
        "agent_runtime.peak_memory_mb": cost.get("peak_memory_mb"),
        "agent_runtime.timed_out": bool(result.get("timed_out")),
    }
