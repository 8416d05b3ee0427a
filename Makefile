# pctui: `make run` opens the explorer, `make test` runs every test, `make help` lists the rest.
# Needs make and Python 3.11 or newer, found by one of its usual names or named: make PYTHON=/path/to/python run

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
VENV ?= .venv
BIN := $(VENV)/bin
LATEST := .venv-latest
PIP := -m pip --disable-pip-version-check -qq
INSTALL := $(BIN)/python $(PIP) install --no-build-isolation

# Stamps: the environment is created once, and updated when the requirements have changed. Every package in it,
# including build tools, has the version and hash given in requirements/. Nothing else uses the network.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test fuzz attack reworded latest lint format check generate schema reference pictures goldens bench wheel trial \
  versions clean distclean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## Open the explorer, building the database on first start (ARGS="…" are passed to pctui)
	@$(BIN)/pctui $(ARGS)

test: $(DEV) ## Run every test (ARGS="-k ladder" runs some)
	@$(BIN)/python -m pytest -n auto $(ARGS)

fuzz: $(DEV) ## Run the property tests with random examples; a failure prints how to reproduce it
	@$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=fuzz $(ARGS)

attack: $(DEV) ## Damage databases in every way and kill commands at every step; takes an hour (ARGS=6: fewer kills)
	@$(BIN)/python tests/trust/kills.py $(ARGS)
	@PCTUI_ATTACK=1 $(BIN)/python -m pytest -n auto tests/trust/test_damage.py

reworded: $(DEV) ## Run the unit and command tests with the messages of all libraries reworded
	@$(BIN)/python -m pytest -n auto --reword=all $(or $(ARGS),tests/cli tests/unit)

latest: | $(LATEST)/bin/python ## Run every test with the newest releases that pyproject.toml allows
	@echo "installing the newest releases into $(LATEST) …" >&2
	@$(LATEST)/bin/python $(PIP) install --upgrade pip
	@$(LATEST)/bin/python $(PIP) install --upgrade --upgrade-strategy eager --editable . --group dev
	@$(LATEST)/bin/python requirements/moved.py
	@$(LATEST)/bin/python -m pytest -n auto $(ARGS) || { $(LATEST)/bin/python requirements/moved.py; exit 1; }

lint: $(DEV) ## Lint, formatting, strict types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(DEV) ## Format the code and fix what ruff can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

check: $(RUN) ## Check the corpus; with DOCUMENTS=folder, verify it against copies of the documents
	@$(BIN)/pctui check $(if $(DOCUMENTS),--documents "$(DOCUMENTS)")

generate: schema reference ## Regenerate every generated file

schema: $(RUN) ## Write seed/corpus.schema.json and docs/export.schema.json from the kinds
	@schema=$$($(BIN)/python -m pctui.kinds.schema) && printf '%s\n' "$$schema" > seed/corpus.schema.json
	@schema=$$($(BIN)/python -m pctui.render.export_schema) && printf '%s\n' "$$schema" > docs/export.schema.json

reference: $(RUN) ## Write docs/reference.md and the manual page from the commands' help
	@page=$$($(BIN)/python -m pctui.cli.reference_docs markdown) && printf '%s\n' "$$page" > docs/reference.md
	@page=$$($(BIN)/python -m pctui.cli.reference_docs man) && printf '%s\n' "$$page" > docs/pctui.1

pictures: $(DEV) ## Render the pictures in docs/
	@$(BIN)/python -m tests.tui.pictures

goldens: $(DEV) ## Renew what the tests compare with: printed text, text and pictures of the screens
	@PCTUI_GOLDEN=write $(BIN)/python -m pytest -n auto tests/golden tests/tui/test_pictures.py --snapshot-update
	@git --no-pager diff --stat tests

bench: $(DEV) ## Time commands and the explorer, each with a baseline (ARGS="--rounds 20 --json")
	@$(BIN)/python bench/run.py $(ARGS)

wheel: $(DEV) ## Build a wheel into dist/
	@$(BIN)/python $(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

trial: $(DEV) ## Build the wheel and try it outside the source tree (WITH=python3.14: with another Python)
	@.ci/trial "$(BIN)/python" $(or $(WITH),"$(BIN)/python")

versions: | $(LATEST)/bin/python ## Update requirements/ (ARGS="--upgrade-package rich": only one package)
	@$(LATEST)/bin/python $(PIP) install 'uv>=0.9'
	@$(COMPILE) $(or $(ARGS),--upgrade) --group dev --output-file requirements/dev.txt pyproject.toml
	@$(COMPILE) --upgrade --constraints requirements/dev.txt --output-file requirements/run.txt pyproject.toml
	@$(COMPILE) --upgrade --constraints requirements/dev.txt --output-file requirements/build.txt --group build
	@git --no-pager diff --stat requirements

# For every supported Python and platform, without naming the package index used.
COMPILE := $(LATEST)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make versions"

clean: ## Remove what was built and cached
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove the environments as well
	rm -rf "$(VENV)" "$(LATEST)"

$(RUN): pyproject.toml requirements/build.txt requirements/run.txt | $(BIN)/python
	@echo "installing pctui into $(VENV) …" >&2
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --editable .
	@$(BIN)/python $(PIP) check
	@touch $@

$(DEV): pyproject.toml requirements/build.txt requirements/dev.txt | $(BIN)/python
	@echo "installing pctui and its development tools into $(VENV) …" >&2
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@$(INSTALL) --no-deps --editable .
	@$(BIN)/python $(PIP) check
	@touch $(RUN) $@

# The first Python that is new enough and can create environments (Debian packages venv separately).
%/bin/python:
	@for python in $(PYTHON); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    recent="$$python"; \
	    if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then exec "$$python" -m venv "$*"; fi; \
	  fi; \
	done; \
	if [ -n "$$recent" ]; then echo "$$recent cannot create environments: install its venv package (python3-venv on Debian)." >&2; \
	else echo "pctui needs Python 3.11 or newer; none was found as: $(PYTHON). Name one: make PYTHON=/path/to/python run" >&2; fi; \
	exit 1
