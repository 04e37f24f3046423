"""The words of human languages by which furniture is known. The words are data: one TOML file a language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

FALLBACK = "en"
"""Read with every language: furniture in English stands on pages of all languages."""
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts written without spaces between words, and Korean, whose particles stick to the word."""
FIRST_UNSPACED = "\u0e00"
TOKEN = re.compile(r"\w+|%")
WORD_SIGNS = "_%"
"""What `TOKEN` finds besides letters and digits."""
Words = tuple[str, ...]
"""The folded words of a text, as `tokens` gives them."""
PARSED_LANGUAGES = 64
"""Lexicons kept; there are fewer languages than that."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A set of phrases, each a tuple of folded words."""

    by_first: dict[str, tuple[Words, ...]]
    by_longest: dict[str, tuple[tuple[int, Words], ...]]
    """By its longest word, which is the rarest: the word's place in the phrase, and the phrase."""
    substrings: tuple[str, ...]
    """Those of unspaced scripts."""

    def matches(self, words: Words) -> bool:
        """Whether the words are one of the phrases."""
        return bool(words) and words in self.by_first.get(words[0], ())

    def starts(self, words: Words) -> int:
        """How many words of the longest phrase stand at the beginning; 0 for none."""
        candidates = self.by_first.get(words[0], ()) if words else ()
        return max((len(phrase) for phrase in candidates if words[: len(phrase)] == phrase), default=0)

    def occurs(self, words: Words) -> bool:
        """Whether one of the phrases stands somewhere in the words."""
        if not self.by_longest.keys().isdisjoint(words):
            for position, word in enumerate(words):
                for offset, phrase in self.by_longest.get(word, ()):
                    if position >= offset and words[position - offset : position - offset + len(phrase)] == phrase:
                        return True
        return bool(self.substrings) and any(piece in word for word in words if word[0] >= FIRST_UNSPACED for piece in self.substrings)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The phrases of one language and of English, by what they tell."""

    phrases: dict[str, Phrases]

    def whole(self, key: str, words: Words) -> bool:
        """Whether the words are one of the phrases."""
        return self.phrases[key].matches(words)

    def prefix(self, key: str, words: Words) -> bool:
        """Whether the words start with one of the phrases."""
        phrases = self.phrases[key]
        return phrases.starts(words) > 0 or (bool(words) and words[0].startswith(phrases.substrings))

    def phrase(self, key: str, words: Words) -> bool:
        """Whether one of the phrases occurs in the words."""
        return self.phrases[key].occurs(words)

    def strip_prefix(self, key: str, text: str) -> str:
        """What follows the phrase that a text starts with; empty when it starts with none."""
        count = self.phrases[key].starts(tokens(text))
        if not count:
            return ""
        end = [match.end() for match in TOKEN.finditer(text)][count - 1]
        return text[end:].strip(" :\u00a0-–—.")


def lexicon(language: str | None) -> Lexicon:
    """The words for a page of this language (a BCP 47 tag); all languages together where it is unknown."""
    primary = (language or "").split("-")[0].lower()
    known = languages()
    return _lexicon((primary, FALLBACK) if primary in known else known)


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are words for."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in _folder().iterdir() if entry.name.endswith(".toml")))


@lru_cache(maxsize=PARSED_LANGUAGES)
def _lexicon(names: tuple[str, ...]) -> Lexicon:
    merged: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        data = tomllib.loads((_folder() / f"{name}.toml").read_text("utf-8"))
        for key, entries in data.items():
            merged.setdefault(key, []).extend(entries)
    return Lexicon({key: _phrases(entries) for key, entries in merged.items()})


def _folder() -> Traversable:
    return files(__package__) / "words"


def _phrases(entries: list[str]) -> Phrases:
    by_first: dict[str, tuple[Words, ...]] = {}
    by_longest: dict[str, tuple[tuple[int, Words], ...]] = {}
    for words in sorted({tokens(entry) for entry in entries} - {()}):
        longest = max(words, key=len)
        by_first[words[0]] = (*by_first.get(words[0], ()), words)
        by_longest[longest] = (*by_longest.get(longest, ()), (words.index(longest), words))
    return Phrases(by_first, by_longest, tuple(sorted({entry for entry in entries if UNSPACED.search(entry)})))


def tokens(text: str) -> Words:
    """The folded words of a text."""
    return tuple(TOKEN.findall(text.casefold()))
