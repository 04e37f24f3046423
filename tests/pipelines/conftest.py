"""Makes `samples` importable for the tests beside it, and opens real indexes for them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

sys.path.insert(0, str(Path(__file__).parent))

from pipelines.index import open_index, sqlite_url


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A new index on disk."""
    engine = open_index(sqlite_url(tmp_path / "marrow.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction on it."""
    with engine.begin() as connection:
        yield connection
