"""`marrow status`: what the archive holds, and the last runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select

from pipelines.archive import Archive, open_archive
from pipelines.summary import summarise
from pipelines.tables import captures, documents, pages, runs
from scraper.console import explained, stdout
from scraper.options import archive_option, json_option

RUNS_SHOWN = 10
EPILOG = """
\b
Examples:
  marrow status
  marrow status --archive stem-cells --json | jq .pages
"""


@click.command("status", epilog=EPILOG)
@archive_option
@json_option
def command(archive: Path, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Say what the archive holds, by site, and how the last runs ended."""
    report = status(open_archive(archive))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        _say(report, archive)


def status(archive: Archive) -> dict[str, Any]:
    """The numbers of an archive."""
    with archive.engine.connect() as connection:
        sites = connection.execute(
            select(documents.c.site, func.count(), func.max(documents.c.changed_at)).group_by(documents.c.site).order_by(documents.c.site)
        ).all()
        last = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(RUNS_SHOWN)).all()
        return {
            "archive": str(archive.folder),
            "pages": summarise(connection).to_dict(),
            "captures": connection.execute(select(func.count()).select_from(captures)).scalar_one(),
            "urls": connection.execute(select(func.count()).select_from(pages)).scalar_one(),
            "warc_bytes": sum(path.stat().st_size for path in (archive.folder / "warc").glob("*.warc.gz")),
            "sites": [{"site": site, "documents": count, "changed_at": changed} for site, count, changed in sites],
            "runs": [
                {
                    "id": run.id,
                    "command": run.command,
                    "arguments": json.loads(run.arguments),
                    "started_at": run.started_at,
                    "ended_at": run.ended_at,
                    "outcome": run.outcome,
                }
                for run in last
            ],
        }


def _say(report: dict[str, Any], archive: Path) -> None:
    numbers = report["pages"]
    rest = f" + left for the next run {numbers['left']}" if numbers["left"] else ""
    stdout.print(f"archive   {archive}: {report['captures']} captures, {report['warc_bytes'] / 1e6:.1f} MB of WARC", markup=False)
    stdout.print(
        f"pages     found {numbers['found']} = archived {numbers['archived']} + failed {numbers['failed']} + "
        f"filtered {numbers['filtered']}{rest}"
    )
    stdout.print(
        f"          {numbers['articles']} articles, {numbers['aliases']} aliases of them, {numbers['no_article']} pages without an article"
    )
    for reason, count in {**numbers["failed_by_reason"], **numbers["filtered_by_reason"]}.items():
        stdout.print(f"          {count:>6}  {reason}: {explained(reason)}", markup=False)
    for site in report["sites"]:
        stdout.print(f"site      {site['site']}: {site['documents']} documents, last change {site['changed_at']}", markup=False)
    for run in report["runs"]:
        end = f"{run['ended_at']} {run['outcome']}" if run["ended_at"] else "running, or killed"
        stdout.print(
            f"run       {run['id']} {run['command']} {' '.join(run['arguments'].get('urls', []))} {run['started_at']} - {end}", markup=False
        )
