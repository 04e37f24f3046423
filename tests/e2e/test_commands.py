"""`marrow clean`, `export`, `explain` and `status` as a person uses them."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sqlite3
import zlib
from contextlib import closing

import pytest
from processes import ROOT, SITE
from servers import article


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_clean_a_folder_keeps_order_and_counts(marrow, tmp_path):
    done = marrow("clean", SITE, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 0, done.stderr
    pages = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [page["url"] for page in pages] == [path.resolve().as_uri() for path in sorted(SITE.rglob("*.html"))]
    assert f"found {len(pages)} = cleaned {len(pages)}" in done.stderr


def test_clean_a_warc_gives_what_the_crawl_gave(marrow, crawled):
    again = {page["url"]: page for page in lines(marrow("clean", crawled[1] / "warc"))}
    for page in lines(marrow("export", "jsonl", "--archive", crawled[1])):
        assert again[page["url"]]["blocks"] == page["blocks"]
        assert again[page["url"]]["sha256"] == page["sha256"]


@pytest.mark.parametrize(
    "name, body, code, words",
    [
        ("x.html", b"", 4, "content.empty"),
        ("x.pdf", b"%PDF-1.7", 4, "content.not_html"),
        ("x.html", b"\x89PNG\r\n\x1a\n", 4, "content.not_html"),
        ("x.warc.gz", b"nonsense", 4, "content.unreadable"),
        ("x.html", b"<p>Contact us.</p>", 4, "0 articles"),
        ("x.html", article("One trial").body, 0, "1 articles"),
    ],
)
def test_clean_odd_files(marrow, tmp_path, name, body, code, words):
    (tmp_path / name).write_bytes(body)
    done = marrow("clean", tmp_path / name)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_clean_says_that_a_warc_breaks_off(marrow, crawled, tmp_path):
    (whole,) = (crawled[1] / "warc").glob("*.warc.gz")
    (tmp_path / "cut.warc.gz").write_bytes(whole.read_bytes()[:-100])
    done = marrow("clean", tmp_path / "cut.warc.gz", "-o", tmp_path / "out.jsonl")
    assert done.returncode == 3
    assert "breaks off" in done.stderr
    assert (tmp_path / "out.jsonl").stat().st_size > 0


def test_clean_reads_standard_input(tmp_path):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "scraper", "clean", "-"], input=article("One trial").body, capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["title"] == "One trial"


def first_lines(done):
    """The line of each block that holds its label; what is told of it is indented."""
    return [line for line in done.stdout.splitlines()[1:] if not line.startswith(" ")]


def test_explain_a_file(marrow):
    done = marrow("explain", SITE / "guides" / "worn-spinal-disc.html")
    assert done.returncode == 0
    labels = {line.split()[0] for line in first_lines(done)}
    assert {"title", "body", "heading", "reference", "promo", "navigation"} <= labels
    only = marrow("explain", SITE / "guides" / "worn-spinal-disc.html", "--label", "promo")
    assert {line.split()[0] for line in first_lines(only)} == {"promo"}


def test_explain_tells_three_facts_of_each_block(marrow):
    done = marrow("explain", SITE / "guides" / "worn-spinal-disc.html")
    told = done.stdout.splitlines()[1:]
    assert len(told) == 6 * len(first_lines(done))
    for first, xpath, model, *facts in zip(*[iter(told)] * 6, strict=True):
        assert re.fullmatch(r"[a-z]+ +[a-z_]+\.[a-z_]+ +[01]\.\d\d .+", first)
        assert re.fullmatch(r" +/html\[1\](/[a-z0-9]+\[\d+\])*", xpath)
        assert re.fullmatch(r" +the model: \d+ % article text(; the rule [a-z_.]+ decided)?", model)
        assert ("; the rule" in model) == (not first.split()[1].startswith("model."))
        for fact in facts:
            assert re.fullmatch(r" +(for +\+|against -)\d\.\d\d  .+: .+", fact)


def test_explain_for_machines(marrow):
    file = SITE / "guides" / "worn-spinal-disc.html"
    found = json.loads(marrow("explain", file, "--json").stdout)
    (page,) = lines(marrow("clean", file))
    assert found["document"]["blocks"] == page["blocks"]
    assert [judgement["block"] for judgement in found["judgements"]] == [block["n"] for block in page["blocks"]]
    for judgement in found["judgements"]:
        assert 0 <= judgement["body"] <= 1
        weights = [abs(fact["weight"]) for fact in judgement["facts"]]
        assert len(weights) == 3
        assert weights == sorted(weights, reverse=True)


def test_explain_a_page_without_text(marrow, tmp_path):
    (tmp_path / "x.html").write_text("<html><body></body></html>")
    done = marrow("explain", tmp_path / "x.html")
    assert done.returncode == 0
    assert "empty_shell" in done.stdout
    assert json.loads(marrow("explain", tmp_path / "x.html", "--json").stdout)["judgements"] == []


DISC = "/guides/worn-spinal-disc"


def test_explain_an_archived_url_from_its_raw_capture(marrow, crawled, site):
    told = json.loads(marrow("explain", site + DISC, "--archive", crawled[1], "--json").stdout)
    (page,) = (page for page in lines(marrow("export", "jsonl", "--archive", crawled[1])) if page["url"] == site + DISC)
    assert told["document"] == page
    assert told["note"] is None
    assert len(told["judgements"]) == len(page["blocks"])
    assert "the model: " in marrow("explain", site + DISC, "--archive", crawled[1]).stdout


@pytest.fixture
def copy(crawled, tmp_path):
    """An archive that a test may break."""
    return shutil.copytree(crawled[1], tmp_path / "archive")


def test_explain_an_archived_url_whose_raw_capture_is_gone(marrow, copy, site):
    before = json.loads(marrow("explain", site + DISC, "--archive", copy, "--json").stdout)["document"]
    shutil.rmtree(copy / "warc")
    done = marrow("explain", site + DISC, "--archive", copy)
    assert done.returncode == 0
    assert "no facts of the blocks can be told: the raw capture is missing" in done.stdout
    assert "the model: " not in done.stdout
    found = json.loads(marrow("explain", site + DISC, "--archive", copy, "--json").stdout)
    assert (found["document"], found["judgements"]) == (before, [])


def test_explain_an_archived_url_that_another_model_judged(marrow, copy, site):
    with closing(sqlite3.connect(copy / "marrow.db")) as index, index:
        url = (site + DISC,)
        ((number, data),) = index.execute("SELECT id, json FROM pages JOIN documents ON page_id = id WHERE url = ?", url).fetchall()
        page = json.loads(zlib.decompress(data))
        page["provenance"]["model"] = "blocks-of-old"
        page["blocks"][0]["label"] = "body"
        index.execute("UPDATE documents SET json = ? WHERE page_id = ?", (zlib.compress(json.dumps(page).encode()), number))
    done = marrow("explain", site + DISC, "--archive", copy)
    assert done.returncode == 0
    assert "model blocks-of-old" in done.stdout
    assert f"1 of {len(page['blocks'])} blocks differ" in done.stdout
    found = json.loads(marrow("explain", site + DISC, "--archive", copy, "--json").stdout)
    assert found["document"]["provenance"]["model"] != "blocks-of-old"
    assert found["document"]["blocks"][0]["label"] == "promo"
    assert len(found["judgements"]) == len(page["blocks"])


def test_explain_a_url_in_any_spelling(marrow, crawled, site):
    done = marrow("explain", f"{site}/guides/worn-spinal-disc?utm_source=mail#top", "--archive", crawled[1])
    assert done.returncode == 0
    assert "archived" in done.stdout
    unknown = marrow("explain", f"{site}/nowhere", "--archive", crawled[1])
    assert unknown.returncode == 4
    assert "no crawl" in unknown.stdout


@pytest.mark.parametrize("target, words", [("no-such-file.html", "no file"), (".", "a folder")])
def test_explain_what_is_no_page(marrow, target, words):
    done = marrow("explain", target)
    assert done.returncode == 2
    assert words in done.stderr


def test_status_of_the_demo(marrow, crawled):
    told = marrow("status", "--archive", crawled[1])
    assert "found" in told.stdout
    assert "finished" in told.stdout
    status = json.loads(marrow("status", "--archive", crawled[1], "--json").stdout)
    assert status["pages"]["found"] == json.loads(crawled[0].stdout)["found"]
    assert [run["outcome"] for run in status["runs"]] == ["finished"]


def test_export_since_and_site(marrow, crawled):
    assert lines(marrow("export", "jsonl", "--archive", crawled[1], "--since", "2999-01-01")) == []
    assert lines(marrow("export", "jsonl", "--archive", crawled[1], "--site", "elsewhere.example")) == []
    assert len(lines(marrow("export", "jsonl", "--archive", crawled[1], "--since", "2020-01-01"))) > 0
    wrong = marrow("export", "jsonl", "--archive", crawled[1], "--since", "yesterday")
    assert wrong.returncode == 2


def test_export_to_a_file_leaves_no_half_of_it(marrow, crawled, tmp_path):
    done = marrow("export", "jsonl", "--archive", crawled[1], "-o", tmp_path / "out.jsonl")
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    missing = marrow("export", "jsonl", "--archive", crawled[1], "-o", tmp_path / "no" / "folder.jsonl")
    assert missing.returncode == 4
    assert "cannot be written" in missing.stderr


def test_an_archive_that_may_only_be_read(marrow, crawled, tmp_path):
    """Run as somebody who may write everywhere, the database is opened read-only all the same: no file appears."""
    shutil.copytree(crawled[1], tmp_path / "a")
    before = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(lines(marrow("export", "jsonl", "--archive", tmp_path / "a"))) > 0
    assert sorted(path.name for path in (tmp_path / "a").iterdir() if not path.name.endswith(("-wal", "-shm"))) == [
        name for name in before if not name.endswith(("-wal", "-shm"))
    ]


def test_help_has_examples_and_takes_no_database(marrow):
    for command in ("crawl", "clean", "export", "explain", "status"):
        assert "Examples:" in marrow(command, "--help").stdout
    assert "Exit codes" in marrow("--help").stdout


def test_gzip_members(crawled):
    """Each record of the WARC file is a gzip member of its own."""
    (file,) = (crawled[1] / "warc").glob("*.warc.gz")
    assert gzip.decompress(file.read_bytes()).count(b"WARC/1.0\r\n") == file.read_bytes().count(b"\x1f\x8b\x08")
