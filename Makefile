# Two commands: `make run` (a city on a map) and `make test` (checked, in minutes). Each sets up what it needs.
PYTHON ?= python3
CITY ?=
PORT ?= 8000
# what make bench adds: city bundles; pandana on the lattice too (all: ten minutes); a source file that reads an OSM extract
CITIES ?=
PANDANA ?= cities
OSM ?= data/helsinki.toml

VENV := .venv
BIN := $(VENV)/bin
NAME := $(if $(CITY),$(basename $(notdir $(CITY))),reference)
MAKE_CITY := $(if $(CITY),build "$(CITY)",reference)
# a process per core; what a file's tests share is made once
PYTEST := $(BIN)/pytest -n logical --dist loadfile
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run test test-heavy test-all bench lint browser clean

help:
	@echo "make run              build the reference city, analyse it, serve its map"
	@echo "make run CITY=x.toml  the same for any source file (PORT=8000)"
	@echo "make test             lint, types and the quick tests; make test-all adds those that take more than a second"
	@echo "make bench            how long the reference city takes, and beside scipy, pandana and Valhalla; docs/BENCHMARKS.md"

run: $(VENV)/.run
	$(BIN)/gridwalk $(MAKE_CITY) -o "build/$(NAME)"
	$(BIN)/gridwalk analyze "build/$(NAME)" -o "build/$(NAME)-coverage"
	$(BIN)/gridwalk serve "build/$(NAME)" --port $(PORT)

test: lint browser
	$(PYTEST) --cov --cov-report=term:skip-covered --cov-fail-under=90 -m "not heavy"

test-heavy: $(VENV)/.test
	$(PYTEST) -m heavy

test-all: test test-heavy

bench: $(VENV)/.test
	$(PIP) -e ".[bench]"
	$(BIN)/python -m tests.bench.whole_city
	$(BIN)/gridwalk reference -o build/reference
	$(BIN)/python -m tests.bench.page build/reference
	$(BIN)/python -m tests.bench.engine build/reference $(CITIES)
	$(BIN)/python -m tests.bench.engine
	$(BIN)/python -m tests.bench.peers --pandana $(PANDANA) build/reference $(CITIES)
	$(BIN)/python -m tests.bench.valhalla $(OSM)
	$(BIN)/python -m tests.bench.addresses build/reference $(CITIES)
	$(BIN)/python -m tests.bench.rewritten
	$(BIN)/python -m tests.bench.plans build/reference
	$(BIN)/python -m tests.bench.siting build/reference
	$(BIN)/python -m tests.bench.steady build/reference
	$(BIN)/python -m tests.bench.table

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy geo maps service

browser:
	@sh tests/browser/install.sh

$(VENV)/.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gridwalk needs Python 3.11 or newer, found " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.venv pyproject.toml
	@echo "installing gridwalk and what it needs into $(VENV) (a minute or two, once)"
	$(PIP) -e ".[sample]"
	touch $@

$(VENV)/.test: $(VENV)/.venv pyproject.toml
	@echo "installing gridwalk and its checks into $(VENV) (a minute or two, once)"
	$(PIP) -e ".[dev]"
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) build
