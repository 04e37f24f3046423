"""`marrow explain`: why a page was or was not fetched, and why each of its blocks has its label."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.text import Text
from sqlalchemy import or_, select

from cleaners import Explanation, explain, explain_page
from cleaners.explain import judgement_json
from pipelines.archive import Archive, open_archive
from pipelines.compose import document_of, recomposed
from pipelines.errors import CaptureMissingError
from pipelines.originals import original
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
  marrow explain page.html --json | jq '.judgements[] | select(.body < 0.7)'

\b
Each block is told with its label, the rule that gave it, the confidence, the text and the XPath; then
how likely the block model took it for article text, and the three facts that weighed most in that,
each for or against article text, by how much it moved the log odds:
  promo      promo.call_to_action       0.75 Book a free video call
             /html[1]/body[1]/main[1]/aside[1]/div[5]/a[1]
             the model: 4 % article text; the rule promo.call_to_action decided
               against -0.77  in the smallest box with 50 % of the prose: no
               against -0.39  score of all class names around it: -4.7
               against -0.39  stands in <aside>: yes
A rule may overrule the model; it is named then. Of a URL the raw capture in the archive is judged anew.
"""
PAGES = frozenset({".html", ".htm", ".xhtml"})
LABEL_WIDTH, REASON_WIDTH = 10, 26
INDENT = " " * (LABEL_WIDTH + 1)
FROM_MODEL = "model."
"""How the names of reasons begin that are the model's own."""


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
        found = explain_file(path)
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


def explain_file(path: Path) -> dict[str, Any]:
    """What a saved page holds, and why."""
    explanation = explain(path.read_bytes(), url=path.resolve().as_uri())
    return {"url": explanation.document.url, **_explained(explanation, explanation.document.to_dict())}


def explain_url(archive: Archive, target: str) -> dict[str, Any]:
    """What the archive knows of a URL: its state, where it was found, and its document or that of the page it stands for, judged anew."""
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
        **(_judged_anew(archive, document) if document else {"document": None}),
    }


def _judged_anew(archive: Archive, archived: Mapping[str, Any]) -> dict[str, Any]:
    """The document that its raw capture gives today, and why; the archived one without its why where there is no capture."""
    try:
        explanation = explain_page(original(archive, archived))
    except CaptureMissingError as error:
        return {"document": archived, "judgements": [], "note": f"no facts of the blocks can be told: {error}"}
    document = recomposed(explanation.document.to_dict(), archived)
    return {**_explained(explanation, document), "note": _difference(document, archived)}


def _explained(explanation: Explanation, document: Mapping[str, Any]) -> dict[str, Any]:
    return {"document": document, "judgements": [judgement_json(judgement) for judgement in explanation.judgements]}


def _difference(document: Mapping[str, Any], archived: Mapping[str, Any]) -> str | None:
    """How the archived document differs from the one shown; None when it does not."""
    now, then = (Counter((b["xpath"], b["text"], b["label"], b["reason"]) for b in page["blocks"]) for page in (document, archived))
    changed = (now - then).total()
    if not changed and document["provenance"] == archived["provenance"]:
        return None
    made = f"{_maker(archived)}; below it is judged anew by {_maker(document)}"
    return f"archived by {made}: {changed} of {now.total()} blocks differ in text, label or reason"


def _maker(document: Mapping[str, Any]) -> str:
    """With what a document was made."""
    made = document["provenance"]
    profile = f", profile {made['profile']}" if made["profile"] else ""
    return f"marrow {made['marrow']}, model {made['model']}, thresholds {made['thresholds']}{profile}"


def _say(found: dict[str, Any], labels: set[str]) -> None:
    for line in _history(found):
        stdout.print(line, markup=False)
    document = found.get("document")
    if document is None:
        return
    if found.get("note"):
        stdout.print(found["note"], markup=False)
    stdout.print(f"{document['page_type']}, {document['verdict']}: {document['title'] or '(no title)'}", markup=False)
    judgements = {judgement["block"]: judgement for judgement in found["judgements"]}
    for block in document["blocks"]:
        if not labels or block["label"] in labels:
            _print(_told(block, judgements.get(block["n"])))


def _print(told: Text) -> None:
    """On a terminal in colour; elsewhere without the work of it, which on a page of 10,000 blocks takes longer than to judge them."""
    if stdout.is_terminal:
        stdout.print(told)
    else:
        click.echo(told.plain)


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


def _told(block: Mapping[str, Any], judgement: Mapping[str, Any] | None) -> Text:
    """One block: label, reason, confidence, text; where it stands; what the model says of it, and why."""
    told = Text(f"{block['label']:{LABEL_WIDTH}}", COLOURS[block["label"]])
    told.append(f" {block['reason']:{REASON_WIDTH}} {block['confidence']:.2f} {'hidden ' if block['hidden'] else ''}", "dim")
    told.append(" ".join(block["text"].split()))
    told.append(f"\n{INDENT}{block['xpath']}", "dim")
    if judgement is None:
        return told
    rule = "" if block["reason"].startswith(FROM_MODEL) else f"; the rule {block['reason']} decided"
    told.append(f"\n{INDENT}the model: {100 * judgement['body']:.0f} % article text{rule}")
    for fact in judgement["facts"]:
        side, colour = ("for", "green") if fact["weight"] > 0 else ("against", "red")
        told.append(f"\n{INDENT}  {side:7} {fact['weight']:+.2f}", colour).append(f"  {fact['name']}: {fact['value']}")
    return told
