"""Opens the archive's index: SQLite in the folder, or another database by URL; brings it to today's version."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from .errors import ArchiveDamagedError, ArchiveNewerError

BUSY_TIMEOUT = 30_000
"""Milliseconds a reader waits for the writer's lock."""


def open_index(url: str) -> Engine:
    """An engine on an index of today's version; migrates an older one.

    Raises ArchiveNewerError for an index of a later marrow, ArchiveDamagedError for a file that is no database.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    try:
        migrate(engine)
    except DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise ArchiveDamagedError(f"{url} is damaged: {error.orig}") from error
        raise
    return engine


def open_readonly(path: Path) -> Engine:
    """An engine that only reads a SQLite index, also on a disk that takes no writing.

    An older index is brought to today's version first, where that is possible. Raises as `open_index` does.
    """
    writable = os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)
    engine = create_engine(f"sqlite:///file:{quote(str(path.resolve()))}?mode=ro&uri=true{'' if writable else '&immutable=1'}")
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise ArchiveDamagedError(f"{path} cannot be read: {error.orig}") from error
    if current == _head():
        return engine
    engine.dispose()
    return open_index(sqlite_url(path))


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite index at this path."""
    return f"sqlite:///{path}"


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(files("pipelines") / "migrations"))
    return config


def _head() -> str | None:
    """Today's version."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def migrate(engine: Engine) -> None:
    """Run the migrations that the index has not seen; each in a transaction of its own."""
    config, head = _config(), _head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        if current == head:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveNewerError(f"the archive was written by a later marrow (schema {current}); update pagemarrow") from error
        connection.commit()
