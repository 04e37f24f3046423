"""`python -m scraper` is `marrow`."""

from .cli import main

main()
