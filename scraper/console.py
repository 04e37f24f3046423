"""What a person sees: messages, the summary of a crawl, blocks with their labels."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.logging import RichHandler
from rich.text import Text

from pipelines.summary import Summary

COLOURS = {
    "title": "bold cyan",
    "dek": "cyan",
    "heading": "bold green",
    "body": "green",
    "reference": "blue",
    "promo": "red",
    "filler": "magenta",
    "byline": "yellow",
    "caption": "yellow",
    "related": "bright_black",
    "navigation": "bright_black",
    "notice": "bright_black",
    "comment": "bright_black",
    "other": "bright_black",
}
EXPLAINED = {
    "scope.offsite": "on another site",
    "scope.pattern": "left out by --allow or --deny",
    "limit.depth": "deeper than --max-depth",
    "limit.lists": "sitemaps nested deeper than 4",
    "limit.pages": "not reached before --max-pages",
    "limit.time": "not reached before --max-time",
    "limit.bytes": "not reached before --max-bytes",
    "type.extension": "no HTML by its extension",
    "alias.spelling": "another spelling of a known page (tracking parameters, case, escapes)",
    "alias.slash": "the same page with or without the slash at the end",
    "alias.parameter": "the same page with a parameter that the site ignores",
    "alias.redirect": "redirects to a known page",
    "robots.disallowed": "forbidden by robots.txt",
    "robots.nofollow": "the page asks not to follow its links",
    "robots.unreachable": "robots.txt could not be read, so the site is left alone",
    "redirect.offsite": "redirects to another site",
    "redirect.too_many": "more than 5 redirects",
    "guard.private": "a private address; --allow-private-networks fetches it",
    "guard.scheme": "neither http nor https",
    "url.invalid": "no valid URL",
    "trap.length": "URL longer than 2,083 characters",
    "trap.path": "path that repeats itself, as of a crawler trap",
    "content.empty": "empty page; kept raw",
    "content.not_html": "no HTML page; kept raw",
    "content.unreadable": "neither a sitemap nor a feed; kept raw",
    "content.too_large": "larger than 16 MB",
    "clean.timeout": "cleaning took too long; kept raw",
    "clean.crashed": "cleaning died; kept raw",
    "clean.memory": "cleaning needs too much memory; kept raw",
    "clean.error": "cleaning failed; kept raw",
    "network.dns": "the host name is unknown",
    "network.refused": "the server refuses the connection",
    "network.timeout": "the server did not answer in time",
    "network.truncated": "the answer broke off",
    "network.tls": "no secure connection",
    "network.failed": "the connection failed",
}
"""Reasons in words, for people."""
stderr = Console(stderr=True)
stdout = Console(soft_wrap=True, highlight=False)


def explained(reason: str | None) -> str:
    """A reason in words."""
    if reason and reason.startswith("http."):
        return f"the server answers {reason.removeprefix('http.')}; kept raw"
    return EXPLAINED.get(reason or "", reason or "")


def say_summary(summary: Summary, archive: Path, outcome: str) -> None:
    """The end of a crawl in words."""
    failed, filtered = sum(summary.failed.values()), sum(summary.filtered.values())
    rest = f" + left for the next run {summary.left}" if summary.left else ""
    stdout.print(Text(f"found {summary.found} = archived {summary.archived} + failed {failed} + filtered {filtered}{rest}", style="bold"))
    stdout.print(
        f"  archived  {summary.articles} articles, {summary.aliases} aliases of them, {summary.no_article} pages without an article"
    )
    if summary.kept:
        stdout.print(f"  kept      {summary.kept} articles of an earlier visit, whose pages failed at a later one or wait for it")
    for name, reasons in (("failed", summary.failed), ("filtered", summary.filtered)):
        for reason, count in reasons.items():
            stdout.print(f"  {name:8}  {count:>6}  {reason}: {explained(reason)}", markup=False)
    if outcome not in ("finished", ""):
        stdout.print(f"ended early: {outcome}; the same command goes on from here")
    stdout.print(f"archive   {archive}", markup=False)


class JsonLines(logging.Formatter):
    """A log record as one JSON line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        row: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        row.update(getattr(record, "fields", {}))
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False)


def set_up_logging(*, verbose: bool) -> None:
    """Messages on stderr: coloured on a terminal, JSON lines otherwise."""
    handler: logging.Handler
    if sys.stderr.isatty():
        handler = RichHandler(console=stderr, show_path=False, rich_tracebacks=False)
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("marrow").setLevel(logging.INFO)
    logging.getLogger("scrapy").setLevel(logging.INFO if verbose else logging.ERROR)
    for noisy in ("twisted", "filelock", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def log_event(event: str, fields: Mapping[str, Any]) -> None:
    """One line for machines."""
    logging.getLogger("marrow").info(event, extra={"fields": {"event": event, **fields}})
