"""A document as text, Markdown and clean JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .document import EDITORIAL, Block, Document, Kind, Label, OutlineNode, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = "1"


def body_text(document: Document) -> str:
    """The editorial text: blocks separated by a blank line, headings on their own line, no references."""
    return document.text(Label.DEK, Label.HEADING, Label.BODY) if document.is_article else ""


def editorial_text(document: Document) -> str:
    """The text whose change is a change of the article: title, body and references."""
    return "\n".join([document.metadata.title or "", document.text(*EDITORIAL)])


def clean_json(document: Document) -> dict[str, Any]:
    """The document as the clean JSON of schema `1`, keys in the order of the contract.

    What only an archive knows (capture, versions, aliases) is None or empty.
    """
    meta = document.metadata
    return {
        "schema": SCHEMA_VERSION,
        "url": document.url,
        "canonical_url": meta.canonical_url,
        "site": site_of(document.url),
        "aliases": [],
        "fetched_at": None,
        "first_seen": None,
        "changed_at": None,
        "version": None,
        "status": None,
        "sha256": None,
        "content_hash": None,
        "title": meta.title,
        "authors": list(meta.authors),
        "published": meta.published,
        "modified": meta.modified,
        "language": meta.language,
        "description": meta.description,
        "site_name": meta.site_name,
        "page_type": document.page_type.value,
        "verdict": document.verdict.value,
        "body": body_text(document),
        "outline": [_outline(node) for node in document.outline],
        "references": [_reference(reference) for reference in document.references],
        "citations": [
            {"block": c.block, "marker": c.marker, "start": c.start, "end": c.end, "references": list(c.references)}
            for c in document.citations
        ],
        "blocks": [_block(block) for block in document.blocks],
        "counts": _counts(document),
        "provenance": {
            "marrow": document.provenance.marrow,
            "model": document.provenance.model,
            "thresholds": document.provenance.thresholds,
            "profile": document.provenance.profile,
            "warc": None,
        },
    }


def site_of(url: str) -> str | None:
    """`host[:port]` of a URL, lower case, without the scheme's default port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    return f"{host}:{port}" if port and port != DEFAULT_PORTS.get(parts.scheme) else host


DEFAULT_PORTS = {"http": 80, "https": 443}


def _outline(node: OutlineNode) -> dict[str, Any]:
    return {"level": node.level, "text": node.text, "block": node.block, "children": [_outline(child) for child in node.children]}


def _reference(reference: Reference) -> dict[str, Any]:
    fields: Mapping[str, Any] = reference.fields
    return {
        **fields,
        "id": reference.id,
        "raw": reference.raw,
        "links": list(reference.links),
        "confidence": dict(reference.confidence),
        "residue": reference.residue,
        "cited_by": list(reference.cited_by),
    }


def _block(block: Block) -> dict[str, Any]:
    verdict = block.verdict
    return {
        "n": block.n,
        "kind": block.kind.value,
        "label": verdict.label.value,
        "reason": verdict.reason,
        "confidence": round(verdict.confidence, 3),
        "hidden": block.hidden,
        "xpath": block.xpath,
        "text": block.text,
        "links": [{"href": link.href, "text": link.text} for link in block.links],
    }


def _counts(document: Document) -> dict[str, Any]:
    words: dict[str, int] = {}
    blocks: dict[str, int] = {}
    for block in document.blocks:
        label = block.label.value
        words[label] = words.get(label, 0) + block.words
        blocks[label] = blocks.get(label, 0) + 1
    return {"words": words, "blocks": blocks}


def markdown(document: Document) -> str:
    """Title, body, headings and references as CommonMark."""
    levels = dict(_levels(document.outline))
    parts = [f"# {document.metadata.title}"] if document.metadata.title else []
    parts += [_markdown_block(block, levels.get(block.n, 2)) for block in document.blocks if block.label in EDITORIAL]
    return "\n\n".join(parts) + "\n"


def _levels(nodes: tuple[OutlineNode, ...]) -> Iterator[tuple[int, int]]:
    for node in nodes:
        yield node.block, node.level
        yield from _levels(node.children)


def _markdown_block(block: Block, level: int) -> str:
    if block.label is Label.HEADING:
        return f"{'#' * level} {block.text}"
    if block.label is Label.REFERENCE or block.kind is Kind.LIST_ITEM:
        return f"- {block.text}"
    if block.kind is Kind.QUOTE:
        return "\n".join(f"> {line}" for line in block.text.split("\n"))
    if block.kind is Kind.CODE:
        return f"```\n{block.text}\n```"
    if block.kind is Kind.TABLE:
        return "| " + block.text.replace("\t", " | ") + " |"
    return block.text
