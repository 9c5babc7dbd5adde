"""Finds syntax errors, so that an edit does not break a file unseen."""

from __future__ import annotations

import ast
import importlib
import json
import tomllib
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from tree_sitter import Language, Node, Parser

LANGUAGES = {
    ".py": "python",
    ".pyi": "python",
    ".json": "json",
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".tsx": "tsx",
    ".go": "go",
    ".rs": "rust",
    ".java": "java",
    ".c": "c",
    ".sh": "bash",
    ".bash": "bash",
}

_GRAMMARS = {
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "go": ("tree_sitter_go", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "java": ("tree_sitter_java", "language"),
    "c": ("tree_sitter_c", "language"),
    "bash": ("tree_sitter_bash", "language"),
}


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """The first syntax error of a text."""

    line: int
    message: str


def language_of(path: str) -> str | None:
    """The language of a file by its name, `None` when unknown."""
    return LANGUAGES.get(PurePosixPath(path).suffix.lower())


@cache
def parser_for(language: str) -> Parser | None:
    """A tree-sitter parser, `None` when its grammar is not installed."""
    if language not in _GRAMMARS:
        return None
    module, function = _GRAMMARS[language]
    try:
        grammar: Any = importlib.import_module(module)
    except ImportError:
        return None
    return Parser(Language(getattr(grammar, function)()))


def check_syntax(path: str, text: str) -> SyntaxProblem | None:
    """The first syntax error, `None` when there is none or the language cannot be checked."""
    language = language_of(path)
    if language is None:
        return None
    text = text.removeprefix("\ufeff")
    if language == "python":
        return _check_python(text)
    if language == "json":
        return _check_json(path, text)
    if language == "toml":
        return _check_toml(text)
    if language == "yaml":
        return _check_yaml(text)
    parser = parser_for(language)
    return _check_tree(parser, text) if parser else None


def _check_python(text: str) -> SyntaxProblem | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return SyntaxProblem(error.lineno or 1, error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return SyntaxProblem(1, str(error) or type(error).__name__)
    return None


def _check_json(path: str, text: str) -> SyntaxProblem | None:
    name = PurePosixPath(path).name
    if name.startswith(("tsconfig", "jsconfig")) or ".vscode" in path or not text.strip():
        return None  # these may have comments
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return SyntaxProblem(error.lineno, error.msg)
    except RecursionError:
        return SyntaxProblem(1, "nested too deeply")
    return None


def _check_toml(text: str) -> SyntaxProblem | None:
    try:
        tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at line ")
        number = place.split(",")[0]
        return SyntaxProblem(int(number) if number.isdigit() else max(text.count("\n"), 1), message)
    except RecursionError:
        return SyntaxProblem(1, "nested too deeply")
    return None


def _check_yaml(text: str) -> SyntaxProblem | None:
    if "{{" in text or "{%" in text:
        return None  # a template, no YAML yet
    import yaml  # costs 60 ms, and most runs edit no YAML

    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            del event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return SyntaxProblem(mark.line + 1 if mark else 1, error.problem or "not valid YAML")
    except (yaml.YAMLError, RecursionError) as error:
        return SyntaxProblem(1, str(error).split("\n")[0])
    return None


def _check_tree(parser: Parser, text: str) -> SyntaxProblem | None:
    root = parser.parse(text.encode("utf-8", errors="replace")).root_node
    node = _first_error(root)
    if node is None:
        return None
    line = node.start_point[0] + 1
    if node.is_missing:
        return SyntaxProblem(line, f"missing {node.type}")
    return SyntaxProblem(line, "syntax error")


def _first_error(root: Node) -> Node | None:
    stack = [root]
    while stack:
        node = stack.pop()
        if not node.has_error:
            continue
        if node.is_error or node.is_missing:
            return node
        stack.extend(reversed(node.children))
    return None


def count_errors(path: str, text: str) -> int:
    """How many syntax errors tree-sitter sees (1 or 0 for the other languages): to tell a file that was
    broken before from one that an edit breaks."""
    language = language_of(path)
    parser = parser_for(language) if language else None
    if parser is None:
        return int(check_syntax(path, text) is not None)
    stack = [parser.parse(text.encode("utf-8", errors="replace")).root_node]
    count = 0
    while stack:
        node = stack.pop()
        if node.has_error:
            count += node.is_error or node.is_missing
            stack.extend(node.children)
    return count
