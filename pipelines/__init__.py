"""Remembers: the archive, what Scrapy hands over to it, and what leaves it again."""
