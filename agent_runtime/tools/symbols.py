"""Finds a named function, method or class, so that it can be replaced as a whole."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from agent_runtime.errors import EditFailed, NotFound, Unsupported
from agent_runtime.tools.syntax import language_of, parser_for

# Node types of the tree-sitter grammars.
_DEFINITIONS = {
    *("function_declaration", "function_definition", "function_item", "generator_function_declaration"),
    *("method_definition", "method_declaration", "constructor_declaration", "class_declaration", "class_definition"),
    *("abstract_class_declaration", "interface_declaration", "enum_declaration", "record_declaration"),
    *("struct_item", "enum_item", "trait_item", "impl_item", "mod_item", "type_spec", "type_alias_declaration"),
    *("struct_specifier", "enum_specifier", "variable_declarator"),
}
_WRAPPERS = {"export_statement", "lexical_declaration", "variable_declaration", "type_declaration"}
_BEFORE = {"attribute_item", "decorator"}


def find_symbol(path: str, text: str, name: str) -> tuple[int, int]:
    """First and last line (from 1) of the definition of `name` or `Class.name`, with decorators.

    Raises:
        Unsupported: the language has no parser here, or the file does not parse.
        NotFound: no such definition, or several; the alternatives name what there is.
    """
    found = definitions(path, text)
    wanted = name.strip().removesuffix("()").replace("::", ".").replace("#", ".")
    hits = [item for item in found if item[0] == wanted] or [
        item for item in found if item[0].rpartition(".")[2] == wanted
    ]
    if len(hits) == 1:
        return hits[0][1], hits[0][2]
    if hits:
        raise NotFound(
            f"{path} has {len(hits)} definitions of {name!r}: "
            + ", ".join(f"{label} at line {start}" for label, start, _ in hits[:6])
            + ".",
            recovery="Give the class too ('Class.method'), or use edit_lines.",
            alternatives=[label for label, _, _ in hits[:10]],
        )
    raise NotFound(
        f"{path} has no function or class {name!r}.",
        recovery="Use one of the names in alternatives.",
        alternatives=[label for label, _, _ in found[:20]],
    )


def definitions(path: str, text: str, *, nested: bool = True) -> list[tuple[str, int, int]]:
    """Name, first and last line of every function, method and class; those inside functions only if `nested`.

    Raises:
        Unsupported: the language has no parser here, or the file does not parse.
    """
    language = language_of(path)
    if language == "python":
        try:
            return list(_python(ast.parse(text), "", nested))
        except (SyntaxError, ValueError) as error:
            raise Unsupported(
                f"{path} does not parse, so nothing in it can be found by name: {error}.",
                recovery="Use edit_lines with line numbers instead.",
            ) from error
    if language and (parser := parser_for(language)):
        return list(_tree(parser.parse(text.encode("utf-8", errors="replace")).root_node, nested))
    raise Unsupported(
        f"Functions cannot be found by name in {path}.",
        recovery="Use propose_patch with old and new, or edit_lines.",
    )


def definition_start(path: str, lines: Sequence[str], start: int, end: int, new: str, name: str) -> int:
    """Where the replacement begins: after the old decorators, when `new` brings none (Python).

    Raises:
        EditFailed: `new` does not define what is to be replaced.
    """
    if language_of(path) != "python":
        return start
    wanted = name.strip().removesuffix("()").rpartition(".")[2]
    try:
        body = ast.parse(textwrap.dedent(new)).body
    except (SyntaxError, ValueError):
        return start  # the whole result is parsed later, and its error reported with a line
    if not any(getattr(node, "name", None) == wanted for node in body):
        raise EditFailed(
            f"new does not define {wanted!r}.",
            recovery=f"Write the whole definition of {wanted!r}, from its first line.",
        )
    if not new.lstrip().startswith("@"):
        for number in range(start, end + 1):
            if re.match(r"\s*(async\s+def|def|class)\b", lines[number - 1]):
                return number
    return start


def _python(node: ast.AST, prefix: str, nested: bool) -> Iterator[tuple[str, int, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            label = f"{prefix}{child.name}"
            start = min([child.lineno, *(item.lineno for item in child.decorator_list)])
            yield label, start, child.end_lineno or child.lineno
            if nested or isinstance(child, ast.ClassDef):
                yield from _python(child, label + ".", nested)
        elif not isinstance(child, ast.expr):
            yield from _python(child, prefix, nested)


def _tree(root: Node, nested: bool) -> Iterator[tuple[str, int, int]]:
    stack = [(root, "")]
    while stack:
        node, prefix = stack.pop()
        label = _label(node) if node.type in _DEFINITIONS else None
        inner = prefix
        if label:
            inner = f"{prefix}{label}."
            if node.type != "impl_item":
                start, end = _span(node)
                yield f"{prefix}{label}", start, end
            if not nested and _is_function(node):
                continue
        stack.extend((child, inner) for child in reversed(node.children))


def _is_function(node: Node) -> bool:
    value = node.child_by_field_name("value") if node.type == "variable_declarator" else None
    return any(word in (value or node).type for word in ("function", "method", "constructor"))


def _label(node: Node) -> str | None:
    if node.type == "variable_declarator":
        value = node.child_by_field_name("value")
        if value is None or value.type not in ("arrow_function", "function_expression", "class"):
            return None
    if node.type in ("struct_specifier", "enum_specifier") and node.child_by_field_name("body") is None:
        return None
    found = node.child_by_field_name("type" if node.type == "impl_item" else "name")
    declarator = node.child_by_field_name("declarator")
    while found is None and declarator is not None:  # C: the name is inside pointers and parameter lists
        if declarator.type == "identifier":
            found = declarator
        declarator = declarator.child_by_field_name("declarator")
    text = found.text if found else None
    return text.decode("utf-8", errors="replace") if text else None


def _span(node: Node) -> tuple[int, int]:
    while node.parent is not None and node.parent.type in _WRAPPERS and len(node.parent.named_children) <= 1:
        node = node.parent
    if node.parent is not None and node.parent.type == "export_statement":
        node = node.parent
    first = node
    before = node.prev_sibling
    while before is not None and before.type in _BEFORE:
        first, before = before, before.prev_sibling
    return first.start_point[0] + 1, node.end_point[0] + 1
