"""The article of a page whose elements hold none, from its JSON-LD: `articleBody` (schema.org `Article`)."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .document import Kind
from .elements import SKIPPED
from .parse import UnreadablePageError, parse_text
from .segment import Run, Segments, segment
from .spacing import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

BODY_CHARS = 300
"""Characters that make a text an article's; shorter ones under this name are summaries."""
VISIBLE_SHARE = 0.25
"""Visible characters to those of the declared text above which the page shows something of its own."""
KNOWN_SHARE = 0.5
"""Share of the declared words that stand in the page above which the page holds the article. On 33 pages that declare it and
show it, it was 0.73 to 1."""
WORD = re.compile(r"\w+")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def with_declared_article(segments: Segments, nodes: Iterable[Mapping[str, Any]], root: etree._Element) -> Segments:
    """The same runs, and after them the paragraphs of the declared article where the elements hold nearly none of it.

    Their element is the script that declares it, or the element around it that no reader sees (`<head>`).
    """
    body = max((text for node in nodes for text in _texts(node.get("articleBody"))), key=len, default="")
    if len(body) < BODY_CHARS or not lacks(segments.runs, body):
        return segments
    element = script_position(segments, root)
    extra = tuple(Run(Kind.PARAGRAPH, text, element, (), 0, 0, None, hidden=False) for text in paragraphs(body))
    return replace(segments, runs=segments.runs + extra)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield "\n".join(part for part in value if isinstance(part, str))


def lacks(runs: Iterable[Run], body: str) -> bool:
    """Whether runs show next to nothing beside the declared text, and do not hold it, hidden or not."""
    texts = [(run.text, run.hidden) for run in runs]
    if sum(len(text) for text, hidden in texts if not hidden) > VISIBLE_SHARE * len(body):
        return False
    present = {word for text, _ in texts for word in WORD.findall(text.lower())}
    declared = WORD.findall(body.lower())
    return sum(word in present for word in declared) <= KNOWN_SHARE * len(declared)


def paragraphs(body: str) -> tuple[str, ...]:
    """The paragraphs of a declared text, which is plain, or has references or markup in it, or both in one."""
    if not TAG.search(body):
        body = html.unescape(body)
    if TAG.search(body):
        return _marked_up(body)
    return tuple(text for line in body.splitlines() if (text := collapse(line)))


def _marked_up(body: str) -> tuple[str, ...]:
    """The texts of the blocks of some markup. An empty line between them is a border too."""
    try:
        runs = segment(parse_text(EMPTY_LINE.sub("<br><br>", body))).runs
    except UnreadablePageError:
        return ()
    return tuple(run.text for run in runs if not run.hidden)


EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


def script_position(segments: Segments, root: etree._Element) -> int:
    """The position of the script that declares an article; of the skipped element around it, if there is one."""
    tags = segments.skeleton.tag
    seen = 0
    for script in root.iter("script"):
        outer = [element.tag for element in script.iterancestors() if element.tag in SKIPPED]
        if "articleBody" in (script.text or ""):
            return tags.index("head") if "head" in outer else _nth(tags, "script", seen)
        seen += not outer
    return 0


def _nth(tags: list[str], tag: str, number: int) -> int:
    """The position of the n-th element of a tag, from 0; of the root where there are fewer."""
    found = [position for position, name in enumerate(tags) if name == tag]
    return found[number] if number < len(found) else 0
