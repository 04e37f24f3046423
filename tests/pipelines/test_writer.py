"""The one that writes: acknowledged means committed, in order, and a full disk leaves nothing half-written."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from samples import at, exchange, finding, put
from sqlalchemy import create_engine, func, select, text

from pipelines.archive import WARCS, begin_run, open_archive, recover
from pipelines.errors import StorageError
from pipelines.index import open_index, sqlite_url
from pipelines.tables import pages, runs, warcs
from pipelines.warc import read_captures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path):
    with begin_run(tmp_path, "crawl", {}) as run:
        yield run


def count(connection) -> int:
    """The number of URLs."""
    return connection.execute(select(func.count()).select_from(pages)).scalar_one()


def committed(folder: Path) -> dict[str, int]:
    """What another reader sees of the WARC files' lengths."""
    with open_archive(folder).engine.connect() as connection:
        return {row.file: row.length for row in connection.execute(select(warcs))}


def test_an_acknowledged_result_is_seen_by_others(run, tmp_path):
    run.writer.write(lambda connection: put(connection, finding("/a"))).result()
    other = create_engine(sqlite_url(tmp_path / "marrow.db"))
    with other.connect() as connection:
        assert count(connection) == 1
    other.dispose()


def test_an_acknowledged_capture_lies_on_the_disk_at_its_committed_length(run, tmp_path):
    place = run.writer.append(exchange(b"1"))
    run.writer.write(lambda _: None).result()
    path = tmp_path / WARCS / place.result().file
    assert committed(tmp_path) == {path.name: path.stat().st_size}
    assert [capture.body for capture in read_captures(path)] == [b"1"]


def test_the_result_of_the_action_comes_back(run):
    assert run.writer.write(lambda _: 42).result() == 42


def test_a_result_finds_its_capture_appended(run):
    place = run.writer.append(exchange())
    assert run.writer.write(lambda _: place.done()).result()


def test_what_is_written_from_one_thread_keeps_its_order(run):
    seen: list[int] = []
    last = [run.writer.write(lambda _, n=n: seen.append(n)) for n in range(500)][-1]
    last.result()
    assert seen == list(range(500))


def test_many_threads_lose_nothing(run, tmp_path):
    def work(name: int) -> None:
        for n in range(20):
            run.writer.append(exchange(path=f"/{name}/{n}"))
            run.writer.write(lambda connection, n=n: put(connection, finding(f"/{name}/{n}"))).result()

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with run.engine.connect() as connection:
        assert count(connection) == 160
    (path,) = (tmp_path / WARCS).iterdir()
    assert len(list(read_captures(path))) == 160


def test_what_is_queued_is_written_before_the_end(tmp_path):
    with begin_run(tmp_path, "crawl", {}) as run:
        futures = [run.writer.write(lambda connection, n=n: put(connection, finding(f"/{n}"))) for n in range(200)]
    assert all(future.done() for future in futures)
    with open_archive(tmp_path).engine.connect() as connection:
        assert count(connection) == 200


def test_an_action_that_raises_ends_the_writer_for_everybody(tmp_path):
    gate = threading.Event()
    with begin_run(tmp_path, "crawl", {}) as run:
        run.writer.write(lambda connection: put(connection, finding("/before"))).result()
        run.writer.write(lambda _: gate.wait())
        beside = run.writer.write(lambda connection: put(connection, finding("/beside")))
        capture = run.writer.append(exchange())
        wrong = run.writer.write(lambda _: 1 // 0)
        behind = run.writer.write(lambda connection: put(connection, finding("/behind")))
        gate.set()
        for future in (beside, wrong, behind):
            with pytest.raises(ZeroDivisionError):
                future.result()
        assert capture.done()
        with pytest.raises(ZeroDivisionError):
            run.writer.write(lambda _: 1).result()
        with pytest.raises(ZeroDivisionError):
            run.writer.append(exchange()).result()
    with open_archive(tmp_path).engine.connect() as connection:
        assert [row.url for row in connection.execute(select(pages.c.url))] == ["https://a.example/before"]
    assert recover(open_archive(tmp_path)) == 0


def test_a_broken_index_is_a_storage_error(tmp_path):
    with begin_run(tmp_path, "crawl", {}) as run:
        future = run.writer.write(lambda connection: connection.execute(text("INSERT INTO nowhere VALUES (1)")))
        with pytest.raises(StorageError, match="no such table"):
            future.result()


FULL = """
import json, os, resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from samples import exchange, finding, put
from pipelines.archive import begin_run
from pipelines.errors import StorageError

folder, limit = Path(sys.argv[1]), int(sys.argv[2])
body, query, appended = {"warc": (20_000, 0, 1), "warc, many": (2_000, 0, 40), "index": (10, 20_000, 1)}[sys.argv[4]]
acknowledged, error = [], None
try:
    with begin_run(folder, "crawl", {}) as run:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        for n in range(1000):
            for _ in range(appended):
                run.writer.append(exchange(os.urandom(body), f"/{n}"))
            link = finding(f"/{n}?" + "x" * query)
            run.writer.write(lambda connection: put(connection, link)).result()
            acknowledged.append(n)
except StorageError as raised:
    error = str(raised)
print(json.dumps([acknowledged, error]))
"""


@pytest.mark.parametrize("what, appended", [("warc", 1), ("warc, many", 40), ("index", 1)])
@pytest.mark.parametrize("limit", [300_000, 1_000_003])
def test_a_full_disk_leaves_nothing_half_written(tmp_path, what, appended, limit):
    """A limit of the file size (RLIMIT_FSIZE) is what a full disk is to the process: a write that fails half-way."""
    with begin_run(tmp_path, "crawl", {}) as run:
        run.writer.append(exchange(b"first", "/first"))
        run.writer.write(lambda connection: put(connection, finding("/first"))).result()
    command = [sys.executable, "-c", FULL, str(tmp_path), str(limit), str(Path(__file__).parent), what]
    process = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert process.returncode == 0, process.stderr
    acknowledged, error = json.loads(process.stdout)
    assert 0 < len(acknowledged) < 1000
    assert "cannot be written" in error
    lengths = {path.name: path.stat().st_size for path in (tmp_path / WARCS).iterdir()}
    assert lengths == committed(tmp_path)
    urls = [capture.url for path in sorted((tmp_path / WARCS).iterdir()) for capture in read_captures(path)]
    assert set(urls) >= {at(path) for path in ["/first", *map("/{}".format, acknowledged)]}
    assert len(acknowledged) * appended < len(urls) <= (len(acknowledged) + 1) * appended + 1
    engine = open_index(sqlite_url(tmp_path / "marrow.db"))
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert count(connection) == len(acknowledged) + 1
    engine.dispose()


def test_the_next_run_after_a_full_disk_goes_on(tmp_path):
    command = [sys.executable, "-c", FULL, str(tmp_path), "300000", str(Path(__file__).parent), "warc"]
    acknowledged, _ = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    with begin_run(tmp_path, "crawl", {}) as run:
        assert run.recovered == 0
        assert run.writer.write(count).result() == len(acknowledged)
        assert run.engine.connect().execute(select(runs.c.outcome).where(runs.c.id == 1)).scalar() is None


NO_ROOM = """
import resource, sys
from pathlib import Path
from pipelines.archive import begin_run
from pipelines.errors import StorageError

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with begin_run(Path(sys.argv[1]), "crawl", {}):
        print("begun")
except StorageError as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [0, 1000, 20_000])
def test_a_disk_without_room_for_a_new_archive(tmp_path, limit):
    command = [sys.executable, "-c", NO_ROOM, str(tmp_path), str(limit)]
    process = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert process.returncode == 0, process.stderr
    assert "cannot be written" in process.stdout


def test_after_the_end_nothing_waits_for_ever(tmp_path):
    with begin_run(tmp_path / "a", "test", {}) as run:
        pass
    with pytest.raises(StorageError):
        run.writer.write(lambda _: None).result(timeout=5)
