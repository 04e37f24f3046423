"""`marrow refresh`: not yet."""

from scraper.later import not_yet

command = not_yet("refresh")
