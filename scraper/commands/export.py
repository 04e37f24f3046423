"""`marrow export`: write what the archive holds."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import click

from pipelines.archive import open_archive
from pipelines.compose import all_pages, articles
from pipelines.errors import StorageError
from scraper.options import archive_option

EPILOG = """
\b
Examples:
  marrow export jsonl -o articles.jsonl
  marrow export jsonl --all --site example.org | jq .verdict
  marrow export jsonl --since 2026-01-01 > changed.jsonl
"""


def write_jsonl(pages: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Clean JSON, one page a line; the number of lines."""
    count = 0
    for page in pages:
        out.write(json.dumps(page, ensure_ascii=False) + "\n")
        count += 1
    return count


FORMATS: dict[str, Callable[[Iterable[dict[str, Any]], TextIO], int]] = {"jsonl": write_jsonl}
"""What can be written; an export is a function here."""
LATER = ("parquet", "csv", "markdown", "text", "csl-json", "bibtex", "ris", "partners", "claims", "warc")


def moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A date or a time in UTC as the archive writes it."""
    if value is None:
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no date; write 2026-01-31 or 2026-01-31T12:00:00+00:00") from error
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@click.command("export", epilog=EPILOG)
@click.argument("format_", metavar="FORMAT", type=click.Choice([*FORMATS, *LATER]))
@archive_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", help="[default: standard output]")
@click.option("--all", "everything", is_flag=True, help="Also pages that are no article, print versions and other aliases.")
@click.option("--site", multiple=True, metavar="HOST", help="Only pages of this host (repeatable).")
@click.option("--since", metavar="DATE", callback=moment, help="Only pages that changed at or after this date (2026-01-31).")
def command(format_: str, archive: Path, output: Path | None, everything: bool, site: tuple[str, ...], since: str | None) -> None:  # noqa: FBT001 - click's way
    """Write the archive's articles as FORMAT (today: jsonl)."""
    if format_ in LATER:
        raise click.UsageError(f"the format {format_} is not there yet; today there is: {', '.join(FORMATS)}")
    source = open_archive(archive)
    pages = (all_pages if everything else articles)(source, sites=site, since=since)
    with destination(output) as out:
        count = FORMATS[format_](pages, out)
    click.echo(f"{count} {'pages' if everything else 'articles'} to {output or 'standard output'}", err=True)


@contextmanager
def destination(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears whole or not at all."""
    if path is None:
        yield sys.stdout
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8") as out:
            yield out
        partial.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
