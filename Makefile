# pctui: `make run` opens the explorer, `make test` runs every test, `make help` lists the rest.
# Needs make and Python 3.11 or newer, found by one of its usual names or named: make PYTHON=/path/to/python run

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# Stamps: the environment is made once, and again when pyproject.toml has changed. Nothing else asks
# for the network.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint format check schema reference pictures bench wheel clean distclean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## Open the explorer, building the database on first start (ARGS="…" are handed to pctui)
	@$(BIN)/pctui $(ARGS)

test: $(DEV) ## Run every test (ARGS="-k ladder" runs some)
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(DEV) ## Lint, formatting, strict types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(DEV) ## Format the code and mend what ruff can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

check: $(RUN) ## Prove the corpus, against copies of the documents with DOCUMENTS=folder
	@$(BIN)/pctui check $(if $(DOCUMENTS),--documents "$(DOCUMENTS)")

schema: $(RUN) ## Write seed/corpus.schema.json and docs/export.schema.json from the kinds
	@schema=$$($(BIN)/python -m pctui.kinds.schema) && printf '%s\n' "$$schema" > seed/corpus.schema.json
	@schema=$$($(BIN)/python -m pctui.render.export_schema) && printf '%s\n' "$$schema" > docs/export.schema.json

reference: $(RUN) ## Write docs/reference.md and the manual page from the commands' help
	@page=$$($(BIN)/python -m pctui.cli.reference_docs markdown) && printf '%s\n' "$$page" > docs/reference.md
	@page=$$($(BIN)/python -m pctui.cli.reference_docs man) && printf '%s\n' "$$page" > docs/pctui.1

pictures: $(DEV) ## Render the pictures in docs/
	@$(BIN)/python tests/tui/pictures.py

bench: $(DEV) ## Time commands and the explorer beside their floors (ARGS="--rounds 20 --json")
	@$(BIN)/python bench/run.py $(ARGS)

wheel: $(DEV) ## Build a wheel into dist/
	@$(PIP) wheel --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean: ## Remove what was built and cached
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove the environment as well
	rm -rf "$(VENV)"

$(RUN): pyproject.toml | $(BIN)/python
	@echo "installing pctui into $(VENV) …" >&2
	@$(PIP) install --editable .
	@touch $@

# `pip install --group` came with pip 25.1; Python 3.11 brings an older one.
$(DEV): pyproject.toml | $(BIN)/python
	@echo "installing pctui and its development tools into $(VENV) …" >&2
	@$(PIP) install 'pip>=25.1'
	@$(PIP) install --editable . --group dev
	@touch $(RUN) $@

# The first Python that is new enough and can make environments (Debian ships venv apart).
$(BIN)/python:
	@for python in $(PYTHON); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    recent="$$python"; \
	    if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then exec "$$python" -m venv "$(VENV)"; fi; \
	  fi; \
	done; \
	if [ -n "$$recent" ]; then echo "$$recent cannot make environments: install its venv package (python3-venv on Debian)." >&2; \
	else echo "pctui needs Python 3.11 or newer, and found none as: $(PYTHON). Name one: make PYTHON=/path/to/python run" >&2; fi; \
	exit 1
