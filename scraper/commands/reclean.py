"""`marrow reclean`: not yet."""

from scraper.later import not_yet

command = not_yet("reclean")
