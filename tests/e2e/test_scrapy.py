"""The project as Scrapy users know projects, and the add-on in somebody else's."""

from __future__ import annotations

import json
import re
import textwrap

import jsonschema
import pytest
from processes import ROOT, run
from servers import article, index, serving

from cleaners.schema import schema

TWO = {"/": index("/one", "/two"), "/one": article("One trial"), "/two": article("Two trials")}
OWN_SERVER = ("-s", "MARROW_ALLOW_PRIVATE_NETWORKS=1", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")


def test_scrapy_list():
    assert run("scrapy", "list").stdout.split() == ["articles"]


def test_scrapy_crawl_feeds_clean_json(tmp_path):
    with serving(TWO) as site:
        done = run(
            "scrapy",
            "crawl",
            "articles",
            "-a",
            f"url={site.base}",
            "-s",
            f"MARROW_ARCHIVE={tmp_path / 'a'}",
            *OWN_SERVER,
            "-O",
            str(tmp_path / "out.jsonl"),
        )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr, done.stderr
    assert "Deprecat" not in done.stderr, done.stderr
    items = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert sorted(item["title"] for item in items) == ["One trial", "Two trials"]
    for item in items:
        jsonschema.Draft202012Validator(schema()).validate(item)
    stats = dict(re.findall(r"'(marrow/[^']+)': (\d+)", done.stderr))
    assert stats["marrow/pages/archived"] == "3"
    assert stats["marrow/pages/articles"] == "2"
    assert int(stats["marrow/labels/body"]) == 16


@pytest.mark.parametrize(
    "name, value",
    [
        ("ROBOTSTXT_OBEY", True),
        ("AUTOTHROTTLE_ENABLED", True),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("DOWNLOAD_MAXSIZE", 16 * 1024 * 1024),
        ("DOWNLOAD_TIMEOUT", 30),
        ("REDIRECT_MAX_TIMES", 5),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
    ],
)
def test_safe_floors(name, value):
    from scraper import settings

    assert getattr(settings, name) == value


def test_no_handlers_but_for_the_web():
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("scraper.settings")
    handlers = (
        settings.get_component_dict_with_base("DOWNLOAD_HANDLERS")
        if hasattr(settings, "get_component_dict_with_base")
        else {**settings["DOWNLOAD_HANDLERS_BASE"], **settings["DOWNLOAD_HANDLERS"]}
    )
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


FOREIGN = {
    "scrapy.cfg": "[settings]\ndefault = elsewhere.settings\n",
    "elsewhere/__init__.py": "",
    "elsewhere/settings.py": """
        SPIDER_MODULES = ["elsewhere.spiders"]
        ADDONS = {"pipelines.addon.Marrow": 500}
        ITEM_PIPELINES = {"elsewhere.pipelines.Mark": 300}
        MARROW_ARCHIVE = "their-archive"
    """,
    "elsewhere/pipelines.py": """
        class Mark:
            def process_item(self, item):
                item["seen_by_their_pipeline"] = True
                return item
    """,
    "elsewhere/spiders/__init__.py": "",
    "elsewhere/spiders/little.py": """
        import scrapy

        class Little(scrapy.Spider):
            name = "little"

            async def start(self):
                yield scrapy.Request(self.base)

            def parse(self, response):
                yield {"their": "item", "links": len(response.css("a"))}
                yield from response.follow_all(css="a", callback=self.parse_page)

            def parse_page(self, response):
                yield {"their": response.css("h1::text").get()}
    """,
}


@pytest.fixture
def foreign(tmp_path):
    """Another project with a little spider of its own."""
    for name, text in FOREIGN.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(textwrap.dedent(text))
    return tmp_path


def little(project, base, *options):
    done = run("scrapy", "crawl", "little", "-a", f"base={base}", "-O", "out.jsonl", *options, cwd=project)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in (project / "out.jsonl").read_text("utf-8").splitlines()], done


def test_the_addon_in_another_project(foreign, marrow):
    with serving(TWO) as site:
        items, _ = little(foreign, site.base)
    assert all(item.pop("seen_by_their_pipeline") for item in items)
    theirs = [item for item in items if "their" in item]
    ours = [item for item in items if "schema" in item]
    assert sorted(str(item["their"]) for item in theirs) == ["One trial", "Two trials", "item"]
    assert sorted(item["title"] for item in ours) == ["One trial", "Two trials"]
    for item in ours:
        jsonschema.Draft202012Validator(schema()).validate(item)
    exported = marrow("export", "jsonl", "--archive", foreign / "their-archive")
    assert sorted(json.loads(line)["title"] for line in exported.stdout.splitlines()) == ["One trial", "Two trials"]


def test_a_dying_worker_costs_its_page_and_not_the_crawl(foreign, marrow):
    """The spider hands one page to a reader that kills the process it runs in."""
    spider = """
        import os
        import scrapy
        from pipelines.items import fetched

        class Deadly:
            def page_findings(self, document, depth):
                if document.url.endswith("/one"):
                    os._exit(9)
                return ()

            def canonical(self, document):
                return None

        class Little(scrapy.Spider):
            name = "little"

            async def start(self):
                for path in ("/one", "/two", "/one?again", "/"):
                    yield scrapy.Request(self.base + path)

            def parse(self, response):
                yield fetched(response, reader=Deadly())
    """
    (foreign / "elsewhere/spiders/little.py").write_text(textwrap.dedent(spider))
    with serving({**TWO, "/one?again": article("A third trial")}) as site:
        items, done = little(foreign, site.base, "-s", "MARROW_CAPTURE=yielded")
    assert sorted(item["title"] for item in items) == ["A third trial", "Two trials"]
    assert "'marrow/pages/failed/clean.crashed': 1" in done.stderr
    status = json.loads(marrow("status", "--json", "--archive", foreign / "their-archive").stdout)["pages"]
    assert status["failed_by_reason"] == {"clean.crashed": 1}
    told = marrow("explain", f"{site.base}/one", "--archive", foreign / "their-archive")
    assert "clean.crashed" in told.stdout
    assert status["found"] == status["archived"] + status["failed"] + status["filtered"]


def test_our_packages_are_those_of_this_project():
    """`scrapy.cfg` appends the project to the path: an installed package named `pipelines` would win."""
    code = "import cleaners, pipelines, scraper; print(cleaners.__file__, pipelines.__file__, scraper.__file__)"
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert all(path.startswith(str(ROOT)) for path in done.stdout.split())
