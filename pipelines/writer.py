"""The one thread that writes: captures to the WARC file, results to the index, many of them under one commit.

A result is acknowledged (its future is done) after the WARC bytes that it relies on are on the disk and the
transaction has committed, in this order. Whatever comes in while one commit is under way shares the next one.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import DBAPIError

from .errors import StorageError
from .tables import warcs
from .warc import Exchange, Location, WarcSink

T = TypeVar("T")
LARGEST_BATCH = 64
"""Operations under one commit; more would let the first of them wait too long."""


@dataclass(slots=True)
class _Append:
    exchange: Exchange
    future: Future[Location]


@dataclass(slots=True)
class _Write:
    action: Callable[[Connection], Any]
    future: Future[Any]


class Writer(threading.Thread):
    """Takes captures and results from any thread, in order."""

    def __init__(self, engine: Engine, sink: WarcSink, run_id: int) -> None:
        super().__init__(name="marrow-writer", daemon=True)
        self.engine = engine
        self.sink = sink
        self.run_id = run_id
        self.broken: BaseException | None = None
        """What ended the writing for good, if anything did."""
        self.ended = False
        self._queue: queue.SimpleQueue[_Append | _Write | None] = queue.SimpleQueue()

    def append(self, exchange: Exchange) -> Future[Location]:
        """Capture a response; the future is done once it is appended, the acknowledgement is that of the result."""
        return self._put(_Append(exchange, Future()))

    def write(self, action: Callable[[Connection], T]) -> Future[T]:
        """Do something to the index in the next transaction; the future is done after the commit."""
        return self._put(_Write(action, Future()))

    def close(self) -> None:
        """Write what is queued, then end."""
        self._queue.put(None)
        self.join()
        self.ended = True
        self.sink.close()

    def _put(self, operation: Any) -> Future[Any]:
        future: Future[Any] = operation.future
        if self.broken is not None or self.ended:
            future.set_exception(self.broken or StorageError("the run on this archive has ended"))
        else:
            self._queue.put(operation)
        return future

    def run(self) -> None:
        """Commit batch after batch until closed."""
        while True:
            batch, last = self._next_batch()
            if self.broken is not None:
                _fail(batch, self.broken)
            elif batch:
                self._commit(batch)
            if last:
                return

    def _next_batch(self) -> tuple[list[_Append | _Write], bool]:
        """The operations that wait, at least one, and whether the end came among them."""
        operation = self._queue.get()
        batch: list[_Append | _Write] = []
        while operation is not None:
            batch.append(operation)
            if len(batch) >= LARGEST_BATCH:
                return batch, False
            try:
                operation = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _commit(self, batch: list[_Append | _Write]) -> None:
        try:
            with self.engine.begin() as connection:
                results = [self._perform(connection, operation) for operation in batch]
                for file, length in self.sink.sync().items():
                    grown = connection.execute(update(warcs).where(warcs.c.file == file).values(length=length))
                    if not grown.rowcount:
                        connection.execute(warcs.insert().values(file=file, length=length))
        except (OSError, DBAPIError) as error:
            self._break(batch, StorageError(f"the archive cannot be written: {_cause(error)}"))
        except Exception as error:  # noqa: BLE001 - a bug in an action must reach the caller, who waits in another thread
            self._break(batch, error)
        else:
            for operation, result in zip(batch, results, strict=True):
                if isinstance(operation, _Write):
                    operation.future.set_result(result)

    def _perform(self, connection: Connection, operation: _Append | _Write) -> Any:
        if isinstance(operation, _Write):
            return operation.action(connection)
        location = self.sink.append(operation.exchange)
        operation.future.set_result(location)
        return location

    def _break(self, batch: list[_Append | _Write], error: BaseException) -> None:
        self.broken = error
        _fail(batch, error)


def _fail(batch: list[_Append | _Write], error: BaseException) -> None:
    for operation in batch:
        if not operation.future.done():
            operation.future.set_exception(error)


def _cause(error: BaseException) -> str:
    """The system's own words."""
    return str(getattr(error, "orig", None) or error)
