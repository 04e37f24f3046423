"""`marrow explain`: why a page was or was not fetched, and each block's label and reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.text import Text
from sqlalchemy import or_, select

from cleaners import clean
from pipelines.archive import Archive, open_archive
from pipelines.compose import document_of
from pipelines.tables import pages
from scraper.console import COLOURS, explained, stdout
from scraper.exits import Exit
from scraper.options import archive_option, json_option
from scraper.urls import normal_url, with_scheme

EPILOG = """
\b
Examples:
  marrow explain page.html
  marrow explain https://example.org/an-article --archive stem-cells
  marrow explain page.html --label promo --label filler
"""
PAGES = frozenset({".html", ".htm", ".xhtml"})
LABEL_WIDTH, REASON_WIDTH = 10, 26


@click.command("explain", epilog=EPILOG)
@click.argument("target", metavar="URL|PATH")
@archive_option
@click.option("--label", multiple=True, type=click.Choice(sorted(COLOURS)), help="Only blocks with this label (repeatable).")
@json_option
@click.pass_context
def command(ctx: click.Context, target: str, archive: Path, label: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Say of a saved page, or of a URL in the archive, why each block is what it is."""
    path = Path(target)
    if path.is_file():
        page = clean(path.read_bytes(), url=path.resolve().as_uri()).to_dict()
        found: dict[str, Any] = {"url": page["url"], "document": page}
    elif "://" not in target and (path.exists() or path.suffix.lower() in PAGES):
        kind = "a folder" if path.is_dir() else "no file"
        raise click.BadParameter(f"{target} is {kind}; give a saved page or a URL", param_hint="URL|PATH")
    else:
        found = explain_url(open_archive(archive), target)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _say(found, set(label))
    ctx.exit(Exit.DONE if found.get("document") or found.get("state") else Exit.NOTHING)


def explain_url(archive: Archive, target: str) -> dict[str, Any]:
    """What the archive knows of a URL: its state, where it was found, and its document or that of the page it stands for."""
    url = normal_url(with_scheme(target)) or target
    finder, known = pages.alias("finder"), pages.alias("known")
    query = (
        select(pages, finder.c.url.label("finder_url"), known.c.url.label("target_url"))
        .outerjoin(finder, finder.c.id == pages.c.found_on)
        .outerjoin(known, known.c.id == pages.c.alias_of)
        .where(or_(pages.c.url == target, pages.c.url == url))
        .order_by(pages.c.url != target)
        .limit(1)
    )
    with archive.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return {"url": url, "state": None, "reason": f"no crawl of {archive.folder} has found this URL"}
    document = document_of(archive, row.url) or (document_of(archive, row.target_url) if row.target_url else None)
    return {
        "url": row.url,
        "state": row.state,
        "reason": row.reason,
        "detail": row.detail,
        "source": row.source,
        "found_on": row.finder_url,
        "found_at": row.found_at,
        "depth": row.depth,
        "lastmod": row.lastmod,
        "alias_of": row.target_url,
        "document": document,
    }


def _say(found: dict[str, Any], labels: set[str]) -> None:
    for line in _history(found):
        stdout.print(line, markup=False)
    document = found.get("document")
    if document is None:
        return
    stdout.print(f"{document['page_type']}, {document['verdict']}: {document['title'] or '(no title)'}", markup=False)
    for block in document["blocks"]:
        if not labels or block["label"] in labels:
            stdout.print(_line(block))


def _history(found: dict[str, Any]) -> list[str]:
    """Why the URL was or was not fetched, in words."""
    if "state" not in found:
        return []
    if found["state"] is None:
        return [found["reason"]]
    lines = [f"{found['url']}: {found['state']}" + (f", {found['reason']}: {explained(found['reason'])}" if found["reason"] else "")]
    lines.append(f"found {found['found_at']} as {found['source']}" + (f" on {found['found_on']}" if found["found_on"] else ""))
    lines += [found["detail"]] if found["detail"] else []
    lines += [f"stands for {found['alias_of']}"] if found["alias_of"] else []
    return lines


def _line(block: dict[str, Any]) -> Text:
    """One block: label, reason, confidence, text."""
    line = Text(f"{block['label']:{LABEL_WIDTH}}", COLOURS[block["label"]])
    line.append(f" {block['reason']:{REASON_WIDTH}} {block['confidence']:.2f} {'hidden ' if block['hidden'] else ''}", "dim")
    return line.append(" ".join(block["text"].split()))
