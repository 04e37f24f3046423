"""The bibliography: the items that were judged to be references, with what can be read off them for certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .document import Label, Reference

if TYPE_CHECKING:
    from .document import Block

NUMBER = re.compile(r"^\s*(?:\[\s*\d{1,4}\s*\]|\(\d{1,4}\)|\d{1,4}\s*[.)](?!\d)|\d{1,3}\s*\t|\^)\s*")
LINK_WORDS = frozenset(
    {
        "link",
        "pubmed",
        "crossref",
        "google scholar",
        "doi",
        "pmc",
        "pubmed central",
        "full text",
        "view article",
        "abstract",
        "pdf",
        "article",
        "source",
        "web",
        "free full text",
        "medline",
        "scopus",
        "web of science",
        "↩",
        "^",
    }
)
"""Anchors that stand beside a reference and say nothing of it."""
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")
PMID = re.compile(r"\bPMID\s*:?\s*(\d{4,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{4,9})|ncbi\.nlm\.nih\.gov/pubmed/(\d{4,9})", re.IGNORECASE)
YEAR = re.compile(r"\((\d{4})[a-z]?\b|\b((?:19|20)\d\d)[a-z]?\b")


def references(blocks: Sequence[Block]) -> tuple[Reference, ...]:
    """The items of the bibliography in page order. `fields` holds DOI, PMID, URL and year where they stand in plain sight."""
    return tuple(_references(blocks))


def _references(blocks: Sequence[Block]) -> Iterator[Reference]:
    number = 0
    for block in blocks:
        if block.label is not Label.REFERENCE:
            continue
        raw = raw_text(block)
        if not raw:
            continue
        number += 1
        links = tuple(dict.fromkeys(link.href for link in block.links))
        fields, confidence = _fields(raw, links)
        yield Reference(f"r{number}", raw, links, fields, confidence, block=block.n)


def raw_text(block: Block) -> str:
    """The item's text without its number and its link words."""
    text = NUMBER.sub("", block.text, count=1).replace("\t", " ")
    for link in reversed(block.links):
        words = link.text.strip(" []()→↗»:.").casefold()
        if words in LINK_WORDS and link.text in text:
            head, _, tail = text.rpartition(link.text)
            text = head.rstrip(" [(|·,") + " " + tail.lstrip(" ])|·,") if tail.strip(" ])|·,.") else head.rstrip(" [(|·")
    return " ".join(text.split())


def _fields(raw: str, links: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, float]]:
    """CSL-JSON fields that need no parsing of the reference, with how sure each is."""
    where = " ".join([raw, *(unquote(link) for link in links)])
    fields: dict[str, Any] = {}
    if doi := DOI.search(where):
        fields["DOI"] = doi.group()
    if pmid := PMID.search(where):
        fields["PMID"] = next(group for group in pmid.groups() if group)
    if links:
        fields["URL"] = links[0]
    if year := YEAR.search(raw):
        fields["issued"] = {"date-parts": [[int(year.group(1) or year.group(2))]]}
    return fields, {name: SURE.get(name, 0.9) for name in fields}


SURE = {"DOI": 0.98, "PMID": 0.98, "URL": 0.95, "issued": 0.85}
