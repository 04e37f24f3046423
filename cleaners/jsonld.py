"""JSON-LD as pages carry it: whole, broken, or hidden in comments; its typed nodes, and who is meant by a reference."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

NESTING = 8
"""How deep JSON-LD is searched for nodes; real ones stand within three."""
OUTER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
"""Properties whose values are searched for nodes."""
WRAPPING = re.compile(r"^(?:\s|<!--|//|/\*|\*/|<!\[CDATA\[|\]\]>|-->|;)+|(?:\s|<!--|//|/\*|\*/|<!\[CDATA\[|\]\]>|-->|;)+$")
"""What hides a script from old browsers, at its ends."""
TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape that may be half a character, which no UTF-8 can hold."""
SAID = re.compile(r'"(@type|headline|name|datePublished|dateModified|description|inLanguage)"\s*:\s*"((?:[^"\\]|\\.)*)"')
SAID_AUTHOR = re.compile(r'"author"\s*:\s*(?:\[\s*)?(?:\{[^{}\[\]]{0,500}?"name"\s*:\s*)?"((?:[^"\\]|\\.)*)"')
Node = Mapping[str, Any]


def nodes(texts: Iterable[str]) -> list[Node]:
    """Every typed object in some scripts, outer ones first."""
    return [node for text in texts if text.strip() for node in _typed(_read(text), NESTING)]


def names_of(node: Node) -> set[str]:
    """The types of a node, lower case, without the vocabulary's address."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {str(name).rsplit("/", 1)[-1].lower() for name in names}


def resolved(value: Any, everything: Iterable[Node]) -> list[Any]:
    """The values of a property as a list, references by `@id` replaced by the nodes that they mean."""
    values = value if isinstance(value, list) else [value]
    if not any(_is_reference(entry) for entry in values):
        return values
    known = {node["@id"]: node for node in everything if isinstance(node.get("@id"), str) and "name" in node}
    return [known.get(entry["@id"], entry) if _is_reference(entry) else entry for entry in values]


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value


def _read(text: str) -> Any:
    """The value of a script; None where it cannot be understood at all."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return _read_broken(WRAPPING.sub("", text))


def _read_broken(text: str) -> Any:
    """The value of a script that is not quite JSON, or what can be told from its pieces."""
    for repaired in (text, TRAILING_COMMA.sub("", text), html.unescape(text)):
        try:
            return _without_halves(json.loads(repaired, strict=False), repaired)
        except RecursionError:
            return None
        except ValueError:
            continue
    return _pieces(text)


def _without_halves(data: Any, text: str) -> Any:
    """The value with halves of characters replaced."""
    if LONE_SURROGATE.search(text):
        return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return data


def _pieces(text: str) -> Any:
    """A node of the first value of each property in a script that no reader of JSON understands; it may be a mix of several nodes."""
    said: dict[str, Any] = {}
    for name, value in SAID.findall(text):
        said.setdefault(name, _unquoted(value))
    if author := SAID_AUTHOR.search(text):
        said["author"] = {"name": _unquoted(author[1])}
    said.pop("name", None)  # whose name it is cannot be told
    return said if "headline" in said else None


def _unquoted(value: str) -> str:
    try:
        return str(_without_halves(json.loads(f'"{value}"', strict=False), value))
    except ValueError:
        return value


def _typed(data: Any, depth: int) -> Iterator[Node]:
    if depth == 0:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _typed(entry, depth - 1)
    elif isinstance(data, dict):
        if "@type" in data:
            yield data
        for key in OUTER:
            if key in data:
                yield from _typed(data[key], depth - 1)
