"""Runs on an archive: one at a time, and what a killed one leaves behind does no harm."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from samples import exchange
from sqlalchemy import inspect, select, text

from pipelines.archive import INDEX, WARCS, begin_run, open_archive, recover, was_interrupted
from pipelines.errors import ArchiveBusyError, ArchiveDamagedError, ArchiveMissingError, ArchiveNewerError, StorageError
from pipelines.index import open_index, sqlite_url
from pipelines.tables import metadata, runs, warcs
from pipelines.warc import read_captures

ROOT = Path(__file__).resolve().parents[2]
HOLD = "import sys\nfrom pathlib import Path\nfrom pipelines.archive import begin_run\nwith begin_run(Path(sys.argv[1]), 'crawl', {}):\n    print('held', flush=True)\n    sys.stdin.read()\n"


@pytest.fixture
def holder(tmp_path):
    """A process of its own that holds the archive."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def captured(folder: Path, *bodies: bytes) -> Path:
    """The WARC file of a run that captured these bodies, each acknowledged."""
    with begin_run(folder, "crawl", {}) as run:
        for body in bodies:
            place = run.writer.append(exchange(body)).result()
            run.writer.write(lambda _: None).result()
    return folder / WARCS / place.file


def bodies(path: Path) -> list[bytes]:
    """The bodies in a WARC file."""
    return [capture.body for capture in read_captures(path)]


def notes(folder: Path) -> list:
    """What the archive says of its runs."""
    with open_archive(folder).engine.connect() as connection:
        return list(connection.execute(select(runs).order_by(runs.c.id)))


def test_a_run_makes_the_archive(tmp_path):
    folder = tmp_path / "deep" / "archive"
    with begin_run(folder, "crawl", {"urls": ["https://a.example/"]}) as run:
        assert run.recovered == 0
        assert (folder / INDEX).is_file()
        assert (folder / WARCS).is_dir()
        run.outcome = "finished"
    (note,) = notes(folder)
    assert (note.command, json.loads(note.arguments), note.outcome) == ("crawl", {"urls": ["https://a.example/"]}, "finished")
    assert note.ended_at >= note.started_at


def test_a_run_without_captures_leaves_no_warc(tmp_path):
    with begin_run(tmp_path, "crawl", {}):
        pass
    assert list((tmp_path / WARCS).iterdir()) == []


def test_runs_follow_one_another(tmp_path):
    first = captured(tmp_path, b"1")
    second = captured(tmp_path, b"2")
    assert first != second
    assert (bodies(first), bodies(second)) == ([b"1"], [b"2"])
    assert [note.id for note in notes(tmp_path)] == [1, 2]


def test_a_run_that_fails_lets_go(tmp_path):
    with pytest.raises(KeyError), begin_run(tmp_path, "crawl", {}):
        raise KeyError
    with begin_run(tmp_path, "crawl", {}) as run:
        assert run.id == 2
    assert notes(tmp_path)[0].outcome == "interrupted"


def test_a_second_run_in_this_process_is_refused(tmp_path):
    with begin_run(tmp_path, "crawl", {}), pytest.raises(ArchiveBusyError, match="another run"), begin_run(tmp_path, "crawl", {}):
        pass
    assert len(notes(tmp_path)) == 1


def test_a_second_run_in_another_process_is_refused(tmp_path, holder):
    with pytest.raises(ArchiveBusyError), begin_run(tmp_path, "crawl", {}):
        pass
    holder.communicate("")
    assert holder.returncode == 0
    with begin_run(tmp_path, "crawl", {}) as run:
        assert run.id == 2


def test_a_killed_run_holds_nothing(tmp_path, holder):
    holder.kill()
    assert holder.wait() == -signal.SIGKILL
    with begin_run(tmp_path, "crawl", {}) as run:
        assert was_interrupted(run.archive, "crawl", run.id)
    assert (notes(tmp_path)[0].ended_at, notes(tmp_path)[0].outcome) == (None, None)


@pytest.mark.parametrize(
    "outcome, interrupted", [("finished", False), ("interrupted", True), ("limit.pages", True), ("storage.full", True)]
)
def test_was_interrupted(tmp_path, outcome, interrupted):
    with begin_run(tmp_path, "crawl", {}) as run:
        assert not was_interrupted(run.archive, "crawl", run.id)
        run.outcome = outcome
    with begin_run(tmp_path, "refresh", {}) as other:
        other.outcome = "finished"
    with begin_run(tmp_path, "crawl", {}) as run:
        assert was_interrupted(run.archive, "crawl", run.id) == interrupted


def test_an_archive_can_be_read_while_a_run_writes(tmp_path, holder):
    assert holder.poll() is None
    assert len(notes(tmp_path)) == 1


def test_where_no_archive_is_none_is_made(tmp_path):
    with pytest.raises(ArchiveMissingError, match="there is no archive"):
        open_archive(tmp_path / "none")
    assert not (tmp_path / "none").exists()


TAILS = {
    "garbage": lambda _: b"garbage",
    "zeros": lambda _: bytes(5000),
    "half a record": lambda data: data[: len(data) // 2],
    "a whole record": lambda data: data,
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_what_was_not_committed_is_cut_off(tmp_path, tail):
    path = captured(tmp_path, b"1", b"2")
    whole = path.read_bytes()
    path.write_bytes(whole + tail(whole))
    with begin_run(tmp_path, "crawl", {}) as run:
        assert run.recovered == len(tail(whole))
    assert path.read_bytes() == whole
    assert bodies(path) == [b"1", b"2"]


def test_a_whole_archive_is_left_as_it_is(tmp_path):
    path = captured(tmp_path, b"1")
    whole = path.read_bytes()
    assert recover(open_archive(tmp_path)) == 0
    assert path.read_bytes() == whole


def test_a_warc_without_commits_goes(tmp_path):
    path = captured(tmp_path, b"1")
    stray = path.with_name("marrow-stray-00000.warc.gz")
    stray.write_bytes(path.read_bytes())
    assert recover(open_archive(tmp_path)) == path.stat().st_size
    assert not stray.exists()
    assert path.exists()


def test_files_of_other_kinds_are_left_alone(tmp_path):
    path = captured(tmp_path, b"1")
    note = path.with_name("README.txt")
    note.write_text("mine")
    assert recover(open_archive(tmp_path)) == 0
    assert note.read_text() == "mine"


def test_a_missing_warc_is_named(tmp_path):
    path = captured(tmp_path, b"1")
    path.unlink()
    with pytest.raises(ArchiveDamagedError, match=path.name), begin_run(tmp_path, "crawl", {}):
        pass


def test_a_short_warc_is_named_and_left_as_it_is(tmp_path):
    path = captured(tmp_path, b"1")
    short = path.read_bytes()[:-1]
    path.write_bytes(short)
    with pytest.raises(ArchiveDamagedError, match=path.name), begin_run(tmp_path, "crawl", {}):
        pass
    assert path.read_bytes() == short


def test_a_refused_run_lets_go(tmp_path):
    path = captured(tmp_path, b"1")
    aside = path.rename(tmp_path / "aside")
    with pytest.raises(ArchiveDamagedError), begin_run(tmp_path, "crawl", {}):
        pass
    aside.rename(path)
    with begin_run(tmp_path, "crawl", {}) as run:
        assert run.id == 2


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\0" + b"\xff" * 4096, b"<html/>" * 999])
def test_what_is_no_database_is_damaged(tmp_path, content):
    (tmp_path / INDEX).write_bytes(content)
    with pytest.raises(ArchiveDamagedError), begin_run(tmp_path, "crawl", {}):
        pass
    with pytest.raises(ArchiveDamagedError):
        open_archive(tmp_path)
    assert (tmp_path / INDEX).read_bytes() == content


def test_a_later_schema_is_refused(tmp_path):
    captured(tmp_path, b"1")
    with open_index(sqlite_url(tmp_path / INDEX)).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveNewerError, match="9999"), begin_run(tmp_path, "crawl", {}):
        pass
    with pytest.raises(ArchiveNewerError):
        open_archive(tmp_path)


def test_a_folder_that_cannot_be_made_is_the_disks_fault(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError), begin_run(tmp_path / "file" / "archive", "crawl", {}):
        pass


def test_the_migrations_lead_to_the_tables(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_lead_to_the_same_indexes_and_constraints(engine):
    seen = inspect(engine)
    assert sorted(seen.get_table_names()) == sorted([*metadata.tables, "alembic_version"])
    for name, table in metadata.tables.items():
        assert {index["name"]: index["column_names"] for index in seen.get_indexes(name)} == {
            index.name: [column.name for column in index.columns] for index in table.indexes
        }
        assert [column["name"] for column in seen.get_columns(name)] == table.columns.keys()
        assert {column["name"]: column["nullable"] for column in seen.get_columns(name)} == {c.name: c.nullable for c in table.columns}
        assert {(key["constrained_columns"][0], key["referred_table"]) for key in seen.get_foreign_keys(name)} == {
            (key.parent.name, key.column.table.name) for key in table.foreign_keys
        }


@pytest.mark.usefixtures("engine")
def test_opening_again_changes_nothing(tmp_path):
    before = (tmp_path / INDEX).read_bytes()
    open_index(sqlite_url(tmp_path / INDEX)).dispose()
    assert (tmp_path / INDEX).read_bytes() == before


def test_the_index_survives_a_kill_and_minds_its_references(engine):
    with engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_lengths_of_the_warcs_are_in_the_index(tmp_path):
    path = captured(tmp_path, b"1", b"2")
    with open_archive(tmp_path).engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(select(warcs))] == [(path.name, path.stat().st_size)]
