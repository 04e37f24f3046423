# `make crawl` and `make test` need Python 3.11 or later and nothing else: each makes the environment that it runs in.
PYTHON ?= python3
ARCHIVE ?= archive
PORT ?= 8642
VENV := .venv
RUN := $(VENV)/bin
INSTALL := $(RUN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: crawl test lint lock clean

# Crawls URL="https://a.example https://b.example"; without URL the pages of fixtures/site, served on loopback.
crawl: $(VENV)/runtime
ifdef URL
	@$(RUN)/marrow crawl $(URL) --archive $(ARCHIVE) $(OPTIONS); status=$$?; \
	[ $$status -eq 6 ] || $(RUN)/marrow export jsonl --archive $(ARCHIVE) -o $(ARCHIVE)/articles.jsonl; exit $$status
else
	@$(RUN)/python fixtures/serve.py --port $(PORT) -- $(RUN)/marrow crawl {base} --archive $(ARCHIVE) \
		--allow-private-networks --delay 0 $(OPTIONS); status=$$?; \
	[ $$status -eq 6 ] || $(RUN)/marrow export jsonl --archive $(ARCHIVE) -o $(ARCHIVE)/articles.jsonl; exit $$status
endif

test: $(VENV)/dev
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/python -m pytest

lint: $(VENV)/dev
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format cleaners pipelines scraper bench tests
	$(RUN)/mypy

# Writes the lock files anew from pyproject.toml.
lock:
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile -q pyproject.toml --extra build --universal --generate-hashes --no-header -o requirements.lock
	$(PYTHON) -m uv pip compile -q pyproject.toml --extra build --extra dev --universal --generate-hashes --no-header -o requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Marrow needs Python 3.11 or later; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --upgrade pip

$(VENV)/runtime: $(VENV)/bin/python requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) archive build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
