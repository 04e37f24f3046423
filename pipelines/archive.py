"""An archive: a folder with the raw captures and the index of what was made of them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError

from cleaners import VERSION

from .errors import ArchiveBusyError, ArchiveDamagedError, ArchiveMissingError, StorageError
from .index import open_index, open_readonly, sqlite_url
from .tables import runs, warcs
from .warc import WarcSink, cut_tail
from .writer import Writer

INDEX = "marrow.db"
WARCS = "warc"
LOCK = "marrow.lock"
FINISHED, INTERRUPTED = "finished", "interrupted"
"""Outcomes of a run that left nothing to do, and of one that was stopped from outside."""


def now() -> str:
    """The present moment in UTC, RFC 3339 with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that can be read."""

    folder: Path
    engine: Engine

    def warc(self, file: str) -> Path:
        """The path of one of its WARC files."""
        return self.folder / WARCS / file


def open_archive(folder: Path) -> Archive:
    """An archive for reading. Raises ArchiveMissingError where there is none."""
    index = folder / INDEX
    if not index.is_file():
        raise ArchiveMissingError(f"there is no archive in {folder}: `marrow crawl URL --archive {folder}` makes one")
    return Archive(folder, open_readonly(index))


@dataclass(slots=True)
class Run:
    """An archive that this process alone writes to, and the record of what it does."""

    archive: Archive
    id: int
    writer: Writer
    recovered: int
    """Bytes of unacknowledged captures that a killed run left behind and that were cut off."""
    outcome: str = INTERRUPTED

    @property
    def engine(self) -> Engine:
        """The index."""
        return self.archive.engine


@contextmanager
def begin_run(folder: Path, command: str, arguments: Mapping[str, Any]) -> Iterator[Run]:
    """A run on the archive in this folder, made if it is not there.

    Raises ArchiveBusyError when another run holds it, ArchiveDamagedError and ArchiveNewerError when it cannot be used,
    StorageError when the disk does not take it.
    """
    lock = _lock(folder)
    try:
        with _storage_errors(folder):
            archive = Archive(folder, open_index(sqlite_url(folder / INDEX)))
            recovered = recover(archive)
            run = _start(archive, command, arguments, recovered)
        try:
            yield run
        finally:
            run.writer.close()
            with _storage_errors(folder):
                _end(run)
            archive.engine.dispose()
    finally:
        lock.release()


def _lock(folder: Path) -> FileLock:
    """The lock of the folder; the system releases it when its holder dies."""
    with _storage_errors(folder):
        (folder / WARCS).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ArchiveBusyError(f"another run is writing to {folder}; wait for it, or name another --archive") from error
    return lock


@contextmanager
def _storage_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"the archive in {folder} cannot be written: {error.strerror or error}") from error
    except OperationalError as error:
        raise StorageError(f"the archive in {folder} cannot be written: {error.orig}") from error


def recover(archive: Archive) -> int:
    """Cut off what a killed run appended to a WARC file without an acknowledgement; the number of bytes.

    Raises ArchiveDamagedError when a file is shorter than what committed pages rely on.
    """
    with archive.engine.connect() as connection:
        lengths = {row.file: row.length for row in connection.execute(select(warcs))}
    cut = 0
    for path in sorted((archive.folder / WARCS).glob("*.warc.gz")):
        try:
            cut += cut_tail(path, lengths.pop(path.name, 0))
        except ValueError as error:
            raise ArchiveDamagedError(str(error)) from error
    if lengths:
        raise ArchiveDamagedError(f"WARC files are missing: {', '.join(sorted(lengths))}; put them back into {archive.folder / WARCS}")
    return cut


def _start(archive: Archive, command: str, arguments: Mapping[str, Any], recovered: int) -> Run:
    started = now()
    with archive.engine.begin() as connection:
        row = connection.execute(runs.insert().values(command=command, arguments=json.dumps(arguments, default=str), started_at=started))
        assert row.inserted_primary_key is not None
        run_id = int(row.inserted_primary_key[0])
    prefix = f"marrow-{started.translate(COMPACT)}-{run_id:06d}"
    writer = Writer(archive.engine, WarcSink(archive.folder / WARCS, prefix, f"pagemarrow/{VERSION}"), run_id)
    writer.start()
    return Run(archive, run_id, writer, recovered)


COMPACT = str.maketrans("", "", "-:TZ")


def _end(run: Run) -> None:
    """Note how the run ended. A full disk cannot take the note, and has been reported already."""
    if run.writer.broken is not None:
        _undo(run)
        return
    with run.engine.begin() as connection:
        connection.execute(update(runs).where(runs.c.id == run.id).values(ended_at=now(), outcome=run.outcome))


def _undo(run: Run) -> None:
    """Give back the bytes of what could not be committed."""
    folder = run.archive.folder / WARCS
    with run.engine.connect() as connection:
        lengths = {row.file: row.length for row in connection.execute(select(warcs))}
    for path in folder.glob(f"{run.writer.sink.prefix}-*"):
        cut_tail(path, lengths.get(path.name, 0))


def stored_json(blob: bytes) -> dict[str, Any]:
    """The clean JSON of a document row, without what the archive adds."""
    loaded: dict[str, Any] = msgspec.json.decode(zlib.decompress(blob))
    return loaded


def was_interrupted(archive: Archive, command: str, run_id: int) -> bool:
    """Whether the last run of a command before this one did not come to its end: it was killed, stopped, or met a limit."""
    query = select(runs.c.outcome).where(runs.c.command == command, runs.c.id < run_id).order_by(runs.c.id.desc()).limit(1)
    with archive.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    return row is not None and row.outcome != FINISHED
