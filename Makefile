# `make demo` shows the house alive; `make test` proves it. The laptop's command is the server's command.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run test check format lint types contracts rules fmt messages pictures bench locks

PYTHON ?= python3
BIN := .venv/bin
# The environment is right when it was made from exactly these files, whatever their dates say.
STAMP := .venv/made-from-$(shell cat requirements-dev.lock requirements-uv.lock pyproject.toml | sha256sum | cut -c1-16)
BENCH_STAMP := .venv-bench/made-from-$(shell sha256sum < requirements-bench.lock | cut -c1-16)

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(STAMP) ## the environment in .venv, from the hashed lock; does nothing when it is right already

$(STAMP): | .venv/bin/uv
	$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@rm -f .venv/made-from-*
	@touch $@

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("dure needs Python 3.11 or later, this is " + sys.version.split()[0] + ": make PYTHON=python3.11 setup")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --no-deps --requirement requirements-uv.lock

demo: setup ## the whole loop in a browser: http://127.0.0.1:8000
	$(BIN)/dure demo

run: setup ## serve what is there, without loading anything
	$(BIN)/dure run

test: setup ## the whole suite; the browser tests too where a Chromium is found
	$(BIN)/pytest $(ARGS)

check: format lint types contracts rules ## all but the suite; `make -k check` does not stop at the first fault

format: setup
	$(BIN)/ruff format --check --quiet .

lint: setup
	$(BIN)/ruff check --quiet .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports --no-logo

rules: setup # translations, documents, migrations, writes, rights, names: tests/house
	$(BIN)/pytest --quiet tests/house

fmt: setup ## put every file in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

messages: setup ## collect the sentences to translate, then compile the translations
	$(BIN)/python tools/translations.py

pictures: setup ## take the pictures of docs/pages from the demo
	$(BIN)/python tools/pictures.py

bench: $(BENCH_STAMP) ## the figures of tests/bench, one a line; peers live in an environment of their own
	@for bench in tests/bench/bench_*.py; do PYTHONPATH=src:. .venv-bench/bin/python "$$bench" $(ARGS) || exit 1; done

# pm4py is AGPL: a peer that is measured, never a part of dure or of its own environment.
$(BENCH_STAMP): | $(STAMP)
	$(PYTHON) -m venv --without-pip .venv-bench
	$(BIN)/uv pip sync --quiet --python .venv-bench/bin/python --require-hashes requirements-bench.lock
	@rm -f .venv-bench/made-from-*
	@touch $@

locks: setup ## resolve the requirements anew, hashed and naming no host
	$(BIN)/uv pip compile -q -U --generate-hashes --no-header --universal --python-version 3.11 --extra postgres pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q -U --generate-hashes --no-header --universal --python-version 3.11 --extra postgres --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q -U --generate-hashes --no-header --universal --python-version 3.11 --extra postgres --group bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock
	echo uv | $(BIN)/uv pip compile -q -U --generate-hashes --no-header --no-annotate --universal --python-version 3.11 - -o requirements-uv.lock
