"""Bad input ends as a counted, typed failure with its exit code: never a traceback, never a half-written archive."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import textwrap
from collections import Counter

import pytest
from servers import Answer, article, index, serving

DONE, USAGE, FAILURES, NOTHING, BUSY = 0, 2, 3, 4, 6
TWO = {"/": index("/one", "/two"), "/one": article("One trial"), "/two": article("Two trials")}


def numbers(done):
    assert "Traceback" not in done.stderr, done.stderr
    found = json.loads(done.stdout)
    assert found["found"] == found["archived"] + found["failed"] + found["filtered"] + found["left"]
    return found


BAD = {
    "/empty": (Answer(b""), "content.empty"),
    "/blank": (Answer(b"   \n "), "content.empty"),
    "/comment": (Answer(b"<!-- nothing -->"), "content.empty"),
    "/document": (Answer(b"%PDF-1.7 not a page", 200, "application/pdf"), "content.not_html"),
    "/picture": (Answer(b"\x89PNG\r\n\x1a\n", 200, "image/png"), "content.not_html"),
    "/gone": (Answer(b"gone", 410), "http.410"),
    "/closed": (Answer(b"no", 403), "http.403"),
    "/missing": (Answer(b"<h1>Not found</h1>", 404), "http.404"),
    "/loop": (Answer(b"", 302, headers={"Location": "/loop"}), "redirect.too_many"),
}


def test_bad_pages_among_good_ones(crawl, tmp_path):
    pages = {**TWO, "/untyped": Answer(article("A trial without a type").body, 200, ""), **{path: page for path, (page, _) in BAD.items()}}
    with serving({**pages, "/": index("/one", "/two", "/untyped", *BAD)}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        assert done.returncode == FAILURES, done.stderr
        assert numbers(done)["failed_by_reason"] == dict(Counter(reason for _, reason in BAD.values()))
        assert numbers(done)["articles"] == 3
        again = crawl(site.base, "--archive", tmp_path / "a", "--max-failed", len(BAD))
        assert again.returncode == DONE
    connection = sqlite3.connect(tmp_path / "a" / "marrow.db")
    rows = connection.execute(
        "SELECT DISTINCT pages.url FROM captures JOIN pages ON pages.id = page_id WHERE state = 'failed' AND role = 'page'"
    )
    assert {url.removeprefix(site.base) for (url,) in rows} == BAD.keys()


@pytest.mark.parametrize("path", ["/empty", "/document", "/missing"])
def test_only_a_bad_page(crawl, tmp_path, path):
    page, reason = BAD[path]
    with serving({path: page}) as site:
        done = crawl(site.base + path, "--archive", tmp_path / "a")
    assert done.returncode == NOTHING, done.stderr
    assert numbers(done)["failed_by_reason"] == {reason: 1}


def test_a_page_that_is_no_article(crawl, tmp_path):
    with serving({"/about": Answer(b"<html><body><h1>Contact</h1><p>Write to us at the desk.</p></body></html>")}) as site:
        done = crawl(f"{site.base}/about", "--archive", tmp_path / "a")
    assert done.returncode == NOTHING
    assert numbers(done)["no_article"] == 1


def test_an_unknown_host_and_a_refused_connection(crawl, tmp_path):
    with serving({}) as site:
        gone = site.base
    done = crawl("http://no-such-host.invalid/", gone, "--archive", tmp_path / "a")
    assert done.returncode == NOTHING
    assert numbers(done)["failed_by_reason"] == {"network.dns": 1, "network.refused": 1}


def test_private_addresses_are_refused_unless_asked_for(marrow, tmp_path):
    with serving(TWO) as site:
        by_name = site.base.replace("127.0.0.1", "localhost")
        done = marrow("crawl", site.base, by_name, "--archive", tmp_path / "a", "--json")
        assert done.returncode == NOTHING
        assert numbers(done)["filtered_by_reason"] == {"guard.private": 2}
        assert site.log == []


def test_a_page_that_is_too_slow_to_clean(crawl, tmp_path):
    with serving(TWO) as site:
        done = crawl(site.base, "--archive", tmp_path / "a", "-s", "MARROW_CLEAN_TIMEOUT=0.000001")
    assert done.returncode == NOTHING
    assert set(numbers(done)["failed_by_reason"]) == {"clean.timeout"}


def test_a_response_that_is_too_large(crawl, tmp_path):
    big = Answer(b"<p>" + b"x" * 300_000)
    with serving({**TWO, "/": index("/one", "/big"), "/big": big}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a", "-s", "DOWNLOAD_MAXSIZE=100000")
    assert numbers(done)["failed_by_reason"] == {"content.too_large": 1}


def test_a_full_disk(tmp_path):
    """The file system takes no file beyond 200 kB; the process runs in a shell of its own so that the limit is its alone."""
    paths = [f"/a{n}" for n in range(120)]
    with serving({"/": index(*paths), **{path: article(f"Study {n} of cells") for n, path in enumerate(paths)}}) as site:
        code = textwrap.dedent(f"""
            import resource, sys
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
            sys.argv = ["marrow", "crawl", "{site.base}", "--archive", r"{tmp_path / "a"}", "--allow-private-networks", "--delay", "0", "--json"]
            if __name__ == "__main__":
                from scraper.cli import main
                main()
        """)
        script = tmp_path / "limited.py"
        script.write_text(code)
        done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode in (FAILURES, NOTHING), done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        found = json.loads(done.stdout)
        assert found["outcome"] == "storage.full"
        assert found["left"] > 0
        again = subprocess.run(
            [
                sys.executable,
                "-m",
                "scraper",
                "crawl",
                site.base,
                "--archive",
                str(tmp_path / "a"),
                "--allow-private-networks",
                "--delay",
                "0",
                "--json",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert again.returncode == DONE, again.stderr
    assert json.loads(again.stdout)["articles"] == len(paths)


def test_two_runs_on_one_archive(crawl, tmp_path):
    from pipelines.archive import begin_run

    with serving(TWO) as site, begin_run(tmp_path / "a", "test", {}):
        done = crawl(site.base, "--archive", tmp_path / "a")
        assert done.returncode == BUSY
        assert "another run" in done.stderr
        assert "Traceback" not in done.stderr
        assert site.log == []


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("crawl",), "Missing argument"),
        (("crawl", "mailto:somebody"), "no web address"),
        (("crawl", "https://example.org", "--allow", "("), "no regular expression"),
        (("crawl", "https://example.org", "--max-pages", "0"), "max-pages"),
        (("export", "parquet"), "not there yet"),
        (("export", "nonsense"), "nonsense"),
        (("refresh",), "not there yet"),
        (("report", "--anything"), "not there yet"),
        (("status", "--archive", "/nowhere/at/all"), "there is no archive"),
        (("nonsense",), "No such command"),
    ],
)
def test_usage(marrow, arguments, words):
    done = marrow(*arguments)
    assert done.returncode == USAGE
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written(crawl, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with serving(TWO) as site:
        done = crawl(site.base, "--archive", tmp_path / "file" / "archive")
    assert done.returncode == NOTHING
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
