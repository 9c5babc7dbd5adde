"""What is asked of a final answer: no commands that the policy would deny without a word, and a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_runtime.errors import ConfigError, StepFailed
from agent_runtime.governance.answer import judge_answer
from agent_runtime.governance.policy import Policy
from agent_runtime.redact import Redactor
from agent_runtime.types import AnswerWarning, JsonValue

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

MAX_PROBLEMS = 5


def answer_warnings(policy: Policy, answer: JsonValue, redactor: Redactor) -> tuple[AnswerWarning, ...]:
    """Commands in the answer that the policy would deny: somebody may copy them."""
    return tuple(
        AnswerWarning(redactor.text(command), decision.rule, decision.reason)
        for command, decision in judge_answer(policy, "\n\n".join(_texts(answer)))
    )


class AnswerSchema:
    """A JSON Schema that a final answer must conform to (https://json-schema.org)."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """
        Raises:
            ConfigError: it is no JSON Schema.
        """
        from jsonschema.exceptions import SchemaError
        from jsonschema.validators import validator_for

        kind = validator_for(schema)
        try:
            kind.check_schema(schema)
        except SchemaError as error:
            raise ConfigError(
                f"The output schema is no JSON Schema: {error.message}.", remedy="See https://json-schema.org."
            ) from error
        self.schema = dict(schema)
        self._validator: Validator = kind(schema)

    @classmethod
    def from_file(cls, path: Path) -> AnswerSchema:
        """
        Raises:
            ConfigError: it cannot be read, or is no JSON Schema.
        """
        try:
            schema = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"The output schema {str(path)!r} cannot be read: {error}.") from error
        if not isinstance(schema, dict):
            raise ConfigError(f"The output schema {str(path)!r} is no JSON object.", remedy='E.g. {"type": "array"}.')
        return cls(schema)

    def told(self) -> str:
        """What the model is told with its task."""
        return (
            "Call final_answer with a Python value (dict, list, str, number) that conforms to this JSON Schema:\n"
            f"{json.dumps(self.schema, ensure_ascii=False)}"
        )

    def check(self, answer: JsonValue) -> None:
        """
        Raises:
            StepFailed: what is wrong, for the model to mend.
        """
        problems = sorted(self._validator.iter_errors(answer), key=lambda error: list(map(str, error.path)))
        if problems:
            lines = [f"- {'/'.join(map(str, item.path)) or 'answer'}: {item.message}" for item in problems]
            more = f"\n- and {len(lines) - MAX_PROBLEMS} more" if len(lines) > MAX_PROBLEMS else ""
            raise StepFailed(
                "The answer does not conform to the JSON Schema of the task:\n"
                + "\n".join(lines[:MAX_PROBLEMS]) + more + "\nCall final_answer again with a value that does."
            )  # fmt: skip


def _texts(value: JsonValue) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []
