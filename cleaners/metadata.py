"""Title, authors, dates, language and the like, from the declaration that deserves most trust.

The order of trust: JSON-LD, `citation_*` and Dublin Core (written for machines that check them), OpenGraph and
other meta tags, microdata, the visible page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import structs

from .dates import iso_date
from .document import Kind, Label, Metadata
from .parse import join
from .words import Lexicon, lexicon

if TYPE_CHECKING:
    from .document import Block
    from .segment import Run
    from .structured import Declared

SEPARATOR = re.compile(r"\s+[|–—·•»:\-/]\s+|\s*[|»]\s*")
AUTHOR_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bi\b|\ben\b|\bund\b|•|\|)\s*", re.IGNORECASE)
CREDENTIAL = re.compile(r"^(?:m\.?d\.?|ph\.?d\.?|rn|mph|msc|bsc|dr\.?|prof\.?|jr\.?|facp|do|ma|ms)$", re.IGNORECASE)
LONGEST_NAME = 60
NAME_WORDS = 6
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


def head_metadata(page: Declared, runs: tuple[Run, ...], url: str) -> Metadata:
    """What the declarations say, and the title, for which the visible headings are asked too."""
    language = _language(page)
    site_name = _first(_meta(page, "og:site_name", "application-name"), _names([page.site]), _names(_publishers(page)))
    return Metadata(
        title=_title(page, runs, site_name),
        authors=_authors(page),
        published=_date(page, language, "datePublished", PUBLISHED, "datepublished"),
        modified=_date(page, language, "dateModified", MODIFIED, "datemodified"),
        language=language,
        description=_first(
            _meta(page, "description", "og:description", "dc.description", "dcterms.description", "twitter:description"),
            _jsonld(page, "description"),
        ),
        canonical_url=join(url, page.canonical) if page.canonical else _first(join(url, v) for v in _meta(page, "og:url")),
        site_name=site_name,
        image=_first(join(url, v) for v in _meta(page, "og:image", "twitter:image")),
    )


PUBLISHED = (
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "article:published_time",
    "og:published_time",
    "date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
)
MODIFIED = ("dcterms.modified", "dc.date.modified", "article:modified_time", "og:updated_time", "last-modified", "revised")
AUTHOR = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author", "parsely-author", "sailthru.author", "byl")


def visible_metadata(metadata: Metadata, blocks: tuple[Block, ...], page: Declared) -> Metadata:
    """The metadata with its gaps filled from the blocks that were judged to be a byline."""
    bylines = [block.text for block in blocks if block.label is Label.BYLINE]
    words = lexicon(metadata.language)
    published = metadata.published or _visible_date(bylines, page, metadata.language, words)
    return structs.replace(metadata, authors=metadata.authors or _visible_authors(bylines, words), published=published)


def folded(text: str) -> str:
    """Text for comparison: case folded, only letters and digits, single spaces."""
    return " ".join(WORD.findall(text.casefold()))


WORD = re.compile(r"\w+")


def _title(page: Declared, runs: tuple[Run, ...], site_name: str | None) -> str | None:
    """The headline as the page shows it where a declaration confirms it, else as declared, else the first heading."""
    names = [
        *_jsonld(page, "headline"),
        *_meta(page, "citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title"),
        *page.itemprop.get("headline", ()),
    ]
    names += [page.title] if page.title else []
    declared = {folded(form) for name in names for form in _forms(name, site_name)}
    headings = [run.text for run in runs if run.kind is Kind.HEADING]
    first_level = [run.text for run in runs if run.level == 1 and not run.hidden]
    shown = [text for text in (*first_level, *headings) if folded(text) in declared]
    if shown:
        return shown[0]
    if site_name and first_level and all(folded(text) == folded(site_name) for text in first_level):
        first_level = []
    stripped = [form for name in names[:1] for form in _forms(name, site_name)][-1:]
    return _first([*first_level[:1], *stripped, *headings[:1]])


def _forms(name: str, site_name: str | None) -> list[str]:
    """A declared title as it stands and without the site's name at one of its ends, the most stripped last."""
    parts = SEPARATOR.split(name)
    forms = [name]
    for part in (parts[0], parts[-1]) if len(parts) > 1 else ():
        rest = name[len(part) :] if name.startswith(part) and part is parts[0] else name[: len(name) - len(part)]
        rest = SEPARATOR.sub("", rest, count=1) if part is parts[0] else _without_tail(rest)
        forms.append(rest.strip())
    if site_name:
        forms.sort(key=lambda form: folded(form) == folded(site_name), reverse=True)
    return [form for form in forms if form]


def _without_tail(text: str) -> str:
    """Text without the separator at its end."""
    return re.sub(r"\s*[|–—·•»:\-/]\s*$", "", text)


def _language(page: Declared) -> str | None:
    values = [
        page.language,
        *_jsonld(page, "inLanguage"),
        *_meta(page, "content-language", "og:locale", "dc.language", "citation_language"),
    ]
    return _first(v.strip().replace("_", "-") for v in values if v and LANGUAGE.match(v.strip()))


def _authors(page: Declared) -> tuple[str, ...]:
    sources: list[list[str]] = [
        [name for node in page.jsonld for name in _person_names(node.get("author") or node.get("creator"))],
        *([*page.meta.get(name, ())] for name in AUTHOR),
        [*page.itemprop.get("author", ()), *page.itemprop.get("creator", ())],
    ]
    for source in sources:
        names = tuple(dict.fromkeys(name for value in source for name in split_names(value)))
        if names:
            return names
    return ()


def split_names(text: str) -> list[str]:
    """The names in a declared author: `Ruth Ashby and Leon Vasquez, MD` gives two."""
    if "//" in text or "@" in text:
        return []
    text = re.sub(r"^(?:by|von|par|por|di|door|av|af|przez)\s+", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"[^\s,]+, [^\s,]+(?: [^\s,]\.?)*", text):  # "Ashby, Ruth" of citation_author
        family, given = text.split(", ", 1)
        if not CREDENTIAL.match(given):
            return [f"{given} {family}"]
    parts = (part.strip(" .·") if not part.endswith(".") else part.strip(" ·") for part in AUTHOR_SPLIT.split(text))
    return [part for part in parts if part and not CREDENTIAL.match(part) and len(part) <= LONGEST_NAME and len(part.split()) <= NAME_WORDS]


def _visible_authors(bylines: list[str], words: Lexicon) -> tuple[str, ...]:
    """Names in the lines that start as bylines do."""
    for text in bylines:
        for line in re.split(r"[\n|•·]", text):
            rest = words.strip_prefix("byline", line)
            names = split_names(rest) if rest else []
            if names and all(name[:1].isupper() or not name[:1].isascii() for name in names):
                return tuple(names)
    return ()


def _visible_date(bylines: list[str], page: Declared, language: str | None, words: Lexicon) -> str | None:
    """The first date of the byline blocks, else of the page's `<time>` elements."""
    for text in bylines:
        for line in re.split(r"[\n|•·]", text):
            parts = (part.strip() for part in (line, *line.split(",")))
            if found := _first(iso_date(words.strip_prefix("date_prefix", part) or part, language) for part in parts):
                return found
    return _first(iso_date(value) for value in page.times)


def _date(page: Declared, language: str | None, key: str, names: tuple[str, ...], prop: str) -> str | None:
    values = [*_jsonld(page, key), *_meta(page, *names), *page.itemprop.get(prop, ())]
    return _first(iso_date(value.replace("/", "-") if re.match(r"\d{4}/", value) else value, language) for value in values)


def _meta(page: Declared, *names: str) -> Iterator[str]:
    return (value for name in names for value in page.meta.get(name, ()))


def _jsonld(page: Declared, key: str) -> Iterator[str]:
    return (str(node[key]).strip() for node in page.jsonld if isinstance(node.get(key), str))


def _publishers(page: Declared) -> list[Mapping[str, Any]]:
    return [node["publisher"] for node in page.jsonld if isinstance(node.get("publisher"), dict)]


def _names(nodes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (str(node["name"]) for node in nodes if isinstance(node.get("name"), str))


def _person_names(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, str):
            yield person
        elif isinstance(person, dict) and isinstance(person.get("name"), str):
            yield person["name"]


def _first(*sources: Iterable[str | None]) -> str | None:
    """The first value that is not empty."""
    return next((value.strip() for source in sources for value in source if value and value.strip()), None)
