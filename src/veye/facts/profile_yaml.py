"""YAML with a memory: the data of a file, and the line on which each value stands."""

from __future__ import annotations

from typing import Any

import yaml

Tokens = tuple[str | int, ...]


class PathLine:
    """The line (from 1) on which the value at a path stands."""

    def __init__(self) -> None:
        self._lines: dict[Tokens, int] = {(): 1}

    def put(self, tokens: Tokens, line: int) -> None:
        """Remember the line of a path."""
        self._lines[tokens] = line

    def of(self, tokens: Tokens) -> int:
        """The line of the path, or of the nearest container that has one."""
        while tokens not in self._lines:
            tokens = tokens[:-1]
        return self._lines[tokens]


class _Loader(yaml.SafeLoader):
    """Safe, and dates stay as written: a profile's "2025" or "2025-03" is as much a date as "2025-03-01"."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_profile(text: str) -> tuple[Any, PathLine]:
    """The data of a YAML text and the lines of its values; yaml.MarkedYAMLError for bad YAML or a repeated key."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines = PathLine()
        if node is None:
            return None, lines
        _walk(node, (), lines)
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def _walk(node: yaml.Node, tokens: Tokens, lines: PathLine) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(problem=f"the key '{name}' stands twice", problem_mark=key.start_mark)
            seen.add(name)
            lines.put((*tokens, name), key.start_mark.line + 1)
            _walk(value, (*tokens, name), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines.put((*tokens, index), item.start_mark.line + 1)
            _walk(item, (*tokens, index), lines)
