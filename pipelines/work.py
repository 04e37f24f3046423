"""The work of a worker process: one fetched URL in, what the archive stores of it out."""

from __future__ import annotations

import hashlib
import resource
import zlib
from pathlib import Path

import msgspec

from cleaners import clean_page
from cleaners.document import Block, Document, Label
from cleaners.render import clean_json, editorial_text

from .records import Finding, Task, Understood
from .tables import Role

COMPRESSION = 1
"""zlib level: beyond it a page takes twice the time for 4 % fewer bytes."""
STATM = Path("/proc/self/statm")
MEMORY_ALLOWED = 2 << 30
"""Bytes of address space of a worker beyond what it starts with; a page that wants more is failed."""


def limit_memory() -> None:
    """Let a worker that wants too much memory fail with MemoryError instead of taking the machine along (Linux)."""
    if not STATM.exists():
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = int(STATM.read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY_ALLOWED, hard))


def understand(task: Task) -> Understood:
    """The archive's view of a page, a sitemap or a feed."""
    digest = hashlib.sha256(task.page.body).hexdigest()
    if task.role is not Role.PAGE:
        assert task.reader is not None
        return Understood(digest, task.reader.list_findings(task.page, task.role, task.depth))
    document = clean_page(task.page)
    reader = task.reader
    findings = reader.page_findings(document, task.depth) if reader else ()
    canonical = reader.canonical(document) if reader else None
    return _understood(digest, document, findings, canonical)


def _understood(digest: str, document: Document, findings: tuple[Finding, ...], canonical: str | None) -> Understood:
    data = msgspec.json.encode(clean_json(document))
    meta = document.metadata
    return Understood(
        digest,
        findings,
        content_hash=content_hash(document),
        title=meta.title,
        page_type=document.page_type.value,
        verdict=document.verdict.value,
        language=meta.language,
        published=meta.published,
        words=sum(block.words for block in document.blocks if block.label is Label.BODY),
        json=zlib.compress(data, COMPRESSION),
        labels=_label_counts(document.blocks),
        error=document.error,
        canonical=canonical,
    )


def content_hash(document: Document) -> str:
    """SHA-256 of the editorial text; of all text where a page has none."""
    text = editorial_text(document) if document.is_article else "\n".join(block.text for block in document.blocks)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _label_counts(blocks: tuple[Block, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.label.value] = counts.get(block.label.value, 0) + 1
    return counts
