"""What a site may ask of us, and gets: robots.txt, Crawl-delay, Retry-After, an honest name."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from servers import Answer, article, index, serving

TWO = {"/": index("/one", "/two"), "/one": article("One trial"), "/two": article("Two trials")}
PLAIN = "text/plain"


def robots(text, status=200):
    return {"/robots.txt": Answer(text.encode(), status, PLAIN)}


def reasons(done):
    assert "Traceback" not in done.stderr, done.stderr
    found = json.loads(done.stdout)
    return {**found["failed_by_reason"], **found["filtered_by_reason"]}


def test_disallowed(crawl, tmp_path):
    with serving({**TWO, **robots("User-agent: *\nDisallow: /two\n\nUser-agent: somebody\nDisallow: /")}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        assert site.asked("/two") == 0
        assert site.asked("/robots.txt") == 1
    assert reasons(done) == {"robots.disallowed": 1}


def test_our_own_group_counts(crawl, tmp_path):
    with serving({**TWO, **robots("User-agent: *\nDisallow:\n\nUser-agent: marrow\nDisallow: /one")}) as site:
        crawl(site.base, "--archive", tmp_path / "a")
        assert site.asked("/one") == 0
        assert site.asked("/two") == 1


@pytest.mark.parametrize("status", [503, 429])
def test_an_unreachable_robots_txt_closes_the_site(crawl, tmp_path, status):
    with serving({**TWO, **robots("", status)}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        assert done.returncode == 4
        assert {path for _, path in site.log} == {"/robots.txt"}
        assert site.asked("/robots.txt") == 3
    assert reasons(done) == {"robots.unreachable": 1}


def test_a_missing_robots_txt_allows_all(crawl, tmp_path):
    with serving(TWO) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
    assert json.loads(done.stdout)["articles"] == 2


def test_crawl_delay_is_kept(crawl, tmp_path):
    delay = 0.6
    with serving({**TWO, **robots(f"User-agent: *\nCrawl-delay: {delay}")}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        pages = [moment for moment, path in site.log if path != "/robots.txt"]
    assert json.loads(done.stdout)["articles"] == 2
    assert len(pages) >= 3
    assert min(later - earlier for earlier, later in pairwise(pages)) > delay * 0.9


def test_retry_after_is_kept_and_the_page_archived(crawl, tmp_path):
    def busy(site):
        return Answer(b"later", 503, headers={"Retry-After": "2"}) if site.asked("/one") == 1 else article("One trial")

    with serving({**TWO, "/one": busy}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        first, second = (moment for moment, path in site.log if path == "/one")
    assert done.returncode == 0, done.stderr
    assert second - first >= 1.9
    assert json.loads(done.stdout)["articles"] == 2


def test_errors_are_retried_then_given_up(crawl, tmp_path):
    with serving({**TWO, "/two": Answer(b"broken", 500)}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        assert site.asked("/two") == 3
    assert done.returncode == 3
    assert reasons(done) == {"http.500": 1}


def test_the_user_agent_names_us_and_the_contact(crawl, tmp_path):
    from warcio.archiveiterator import ArchiveIterator

    with serving(TWO) as site:
        crawl(site.base, "--archive", tmp_path / "a", "--contact", "mailto:desk@example.org")
    (file,) = (tmp_path / "a" / "warc").glob("*.warc.gz")
    with file.open("rb") as stream:
        agents = {r.http_headers.get_header("User-Agent") for r in ArchiveIterator(stream) if r.rec_type == "request"}
    (agent,) = agents
    assert agent.startswith("marrow/")
    assert "mailto:desk@example.org" in agent


def test_limits_count_what_they_leave_out_and_go_on_later(crawl, tmp_path):
    paths = [f"/a{n}" for n in range(12)]
    with serving({"/": index(*paths), **{path: article(f"Study {n} of cells") for n, path in enumerate(paths)}}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a", "--max-pages", "5", "--concurrency", "1")
        found = json.loads(done.stdout)
        assert found["found"] == 13
        assert found["archived"] + found["filtered_by_reason"]["limit.pages"] == 13
        assert found["archived"] == 5
        rest = json.loads(crawl(site.base, "--archive", tmp_path / "a").stdout)
        assert rest["articles"] == 12
        assert max(site.asked(path) for path in paths) == 1


def test_depth_patterns_and_a_wider_second_crawl(crawl, tmp_path):
    pages = {
        "/": index("/blog/one", "/tag/x", "/two"),
        "/blog/one": article("One trial", '<a href="/deep">more</a>'),
        "/tag/x": article("Tagged x"),
        "/two": article("Two trials"),
        "/deep": article("Deep trial"),
    }
    with serving(pages) as site:
        done = crawl(site.base, "--archive", tmp_path / "a", "--deny", "/tag/", "--max-depth", "1")
        assert reasons(done) == {"scope.pattern": 1, "limit.depth": 1}
        wider = crawl(site.base, "--archive", tmp_path / "a", "--max-depth", "3")
        assert reasons(wider) == {}
        assert json.loads(wider.stdout)["articles"] == 4
        assert site.asked("/two") == 1


def test_redirects_end_as_aliases_and_never_leave_the_site(crawl, tmp_path, marrow):
    with serving({}) as other:
        moved = Answer(b"", 301, headers={"Location": "/new"})
        away = Answer(b"", 302, headers={"Location": f"{other.base}/x"})
        with serving({"/": index("/old", "/away"), "/old": moved, "/away": away, "/new": article("New trial")}) as site:
            done = crawl(site.base, "--archive", tmp_path / "a")
            assert other.log == []
            assert reasons(done) == {"alias.redirect": 1, "redirect.offsite": 1}
            (page,) = [json.loads(line) for line in marrow("export", "jsonl", "--archive", tmp_path / "a").stdout.splitlines()]
    assert page["url"] == f"{site.base}/new"
    assert page["aliases"] == [f"{site.base}/old"]


def test_a_page_that_fails_at_a_second_visit_keeps_its_document(crawl, tmp_path, marrow):
    def once(site):
        return article("Front trial", '<a href="/one">one</a>') if site.asked("/") == 1 else Answer(b"gone", 410)

    with serving({**TWO, "/": once}) as site:
        assert crawl(site.base, "--archive", tmp_path / "a").returncode == 0
        again = crawl(site.base, "--archive", tmp_path / "a")
        assert again.returncode == 3
        assert reasons(again) == {"http.410": 1}
    titles = [json.loads(line)["title"] for line in marrow("export", "jsonl", "--archive", tmp_path / "a").stdout.splitlines()]
    assert sorted(titles) == ["Front trial", "One trial"]


def test_a_sitemap_that_redirects_is_fetched_once(crawl, tmp_path):
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}/one</loc></url></urlset>'
    with serving(
        {
            **TWO,
            "/": index(),
            "/sitemap.xml": Answer(b"", 301, headers={"Location": "/map.xml"}),
            "/map.xml": lambda site: Answer(sitemap.format(site.base).encode(), 200, "application/xml"),
        }
    ) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
        assert site.asked("/map.xml") == 1
    assert json.loads(done.stdout)["articles"] == 1


def test_a_relative_sitemap_of_robots_txt_is_found(crawl, tmp_path):
    listed = Answer(b"<urlset><url><loc>/one</loc></url></urlset>", 200, "application/xml")
    with serving({**TWO, "/": index(), **robots("User-agent: *\nSitemap: /maps/all.xml"), "/maps/all.xml": listed}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
    assert json.loads(done.stdout)["articles"] == 1


def test_a_false_canonical_link_costs_no_article(crawl, tmp_path, marrow):
    def claiming(title, url):
        return article(title, head=f'<link rel="canonical" href="{url}">')

    pages = {
        "/": index("/one", "/two", "/three", "/three/print"),
        "/list": index("/one", "/two"),
        "/one": claiming("One trial", "/list"),
        "/two": claiming("Two trials", "/three"),
        "/three": article("Three trials"),
        "/three/print": claiming("Three trials", "/three"),
    }
    with serving(pages) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
    rows = [json.loads(line) for line in marrow("export", "jsonl", "--archive", tmp_path / "a").stdout.splitlines()]
    assert {row["url"].removeprefix(site.base): [alias.removeprefix(site.base) for alias in row["aliases"]] for row in rows} == {
        "/one": [],
        "/two": [],
        "/three": ["/three/print"],
    }
    assert json.loads(done.stdout)["articles"] == 3
    assert json.loads(done.stdout)["aliases"] == 1


def test_cookies_ask_nobody_for_public_suffixes(tmp_path):
    """Any look-up of a host name other than loopback ends the process at once."""
    import subprocess
    import sys

    guard = (
        "import socket, os, sys\n"
        "real = socket.getaddrinfo\n"
        "def watched(host, *rest, **named):\n"
        "    if str(host) not in ('127.0.0.1', 'localhost', 'None'): os.write(2, f'LOOKED UP {host}'.encode()); os._exit(77)\n"
        "    return real(host, *rest, **named)\n"
        "socket.getaddrinfo = watched\n"
        "if __name__ == '__main__':\n"
        "    from scraper.cli import main\n"
        "    main()\n"
    )
    (tmp_path / "watched.py").write_text(guard)
    page = article("One trial")
    page.headers["Set-Cookie"] = "visit=1; Domain=example.co.uk; Path=/"
    with serving({**TWO, "/one": page}) as site:
        options = ["--archive", str(tmp_path / "a"), "--allow-private-networks", "--delay", "0", "--json"]
        done = subprocess.run(
            [sys.executable, str(tmp_path / "watched.py"), "crawl", site.base, *options], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_a_time_limit_ends_the_run_and_leaves_the_rest(crawl, tmp_path):
    import time

    def slow(_site):
        time.sleep(0.5)
        return article("One slow trial")

    paths = [f"/a{n}" for n in range(40)]
    with serving({"/": index(*paths), **dict.fromkeys(paths, slow)}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a", "--max-time", "2", "--concurrency", "2")
    found = json.loads(done.stdout)
    assert found["outcome"] == "limit.time"
    assert found["filtered_by_reason"]["limit.time"] > 0
    assert found["failed"] == 0


def test_links_that_nobody_fetches_are_counted(crawl, tmp_path):
    odd = index("ftp://127.0.0.1/x", "file:///etc/passwd", "http://[broken", "mailto:desk@example.org", "/one")
    with serving({**TWO, "/": odd}) as site:
        done = crawl(site.base, "--archive", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    assert reasons(done) == {"guard.scheme": 2, "url.invalid": 1}
