# pctui: `make run` opens the explorer, `make test` runs every test, `make help` lists the rest.
# Needs make and Python 3.11 or newer, found by one of its usual names or named: make PYTHON=/path/to/python run

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
VENV ?= .venv
BIN := $(VENV)/bin
LATEST := .venv-latest
SUPPLY := .venv-supply
ANALYSTS := .venv-analysts
NATIVE := .venv-native
PIP := -m pip --disable-pip-version-check -qq
INSTALL := $(BIN)/python $(PIP) install --no-build-isolation

# Stamps: the environment is created once, and updated when the requirements have changed. Every package in it,
# including build tools, has the version and hash given in requirements/. Nothing else uses the network.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PEERS := .venv-peers/.installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test fuzz fuzz-native soak attack reworded latest analysts lint format check generate schema reference languages \
  pictures goldens bench bench-peers figures profile wheel trial sbom audit versions clean distclean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## Open the explorer, building the database on first start (ARGS="…" are passed to pctui)
	@$(BIN)/pctui $(ARGS)

test: $(DEV) ## Run every test (ARGS="-k ladder" runs some)
	@$(BIN)/python -m pytest -n auto $(ARGS)

fuzz: $(DEV) ## Run the property tests with random examples (PROFILE=minute: fewer); a failure prints how to repeat it
	@$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=$(or $(PROFILE),fuzz) $(ARGS)

fuzz-native: ## Look for input that fails by what code it reaches, with Atheris (TARGET=yaml ARGS=-max_total_time=600)
	@$(MAKE) --no-print-directory VENV=$(NATIVE) $(NATIVE)/.installed-dev
	@$(NATIVE)/bin/python $(PIP) install --only-binary :all: --require-hashes -r requirements/native.txt || true
	@PYTHONPATH=tests $(NATIVE)/bin/python -m fuzz.native $(TARGET) $(ARGS)

soak: $(DEV) ## Type 50,000 keys at random on the explorer, and measure its memory (ARGS="--seed 7 --keys 5000")
	@$(BIN)/python -m tests.tui.typist $(ARGS)

attack: $(DEV) ## Damage databases in every way and kill commands at every step; takes an hour (ARGS=6: fewer kills)
	@$(BIN)/python tests/trust/kills.py $(ARGS)
	@PCTUI_ATTACK=1 $(BIN)/python -m pytest -n auto tests/trust/test_damage.py

reworded: $(DEV) ## Run the unit and command tests with the messages of all libraries reworded
	@$(BIN)/python -m pytest -n auto --reword=all -m "not once" --hypothesis-profile=few $(or $(ARGS),tests/cli tests/unit)

analysts: $(ANALYSTS)/.installed ## Install what docs/databases.md names, whose tests are skipped without it

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

languages: $(DEV) ## Write the tables of months and numbers in src/pctui/locales/ from Unicode's CLDR
	@$(BIN)/python -m pctui.locales.cldr

reference: $(RUN) ## Write docs/reference.md and the manual page from the commands' help
	@page=$$($(BIN)/python -m pctui.cli.reference_docs markdown) && printf '%s\n' "$$page" > docs/reference.md
	@page=$$($(BIN)/python -m pctui.cli.reference_docs man) && printf '%s\n' "$$page" > docs/pctui.1

pictures: $(DEV) ## Render the pictures in docs/
	@$(BIN)/python -m tests.tui.pictures

goldens: $(DEV) ## Renew what the tests compare with: printed text, text and pictures of the screens
	@PCTUI_GOLDEN=write $(BIN)/python -m pytest -n auto tests/golden tests/tui/test_pictures.py --snapshot-update
	@git --no-pager diff --stat tests

bench: $(DEV) ## Measure every promise of speed beside its floor (ARGS="--entries 10000 --only search")
	@$(BIN)/python bench/run.py $(ARGS)

bench-peers: $(DEV) $(PEERS) ## Measure other programs beside pctui (ARGS="--entries 10000")
	@$(BIN)/python bench/peers.py $(ARGS)

figures: $(DEV) $(PEERS) ## Measure everything and write the figures into docs/ (hours; ARGS="--sizes 0,10000" for less)
	@$(BIN)/python bench/figures.py $(ARGS)

profile: $(DEV) ## Print where the time of a start goes (ARGS="--entries 10000")
	@$(BIN)/python bench/startup.py $(ARGS)

wheel: $(DEV) ## Build a wheel into dist/
	@$(BIN)/python $(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

trial: $(DEV) ## Build the wheel and try it outside the source tree (WITH=python3.14: with another Python)
	@.ci/trial "$(BIN)/python" $(or $(WITH),"$(BIN)/python")

sbom: $(SUPPLY)/.installed ## List what pctui is made of in dist/sbom.json (CycloneDX), from requirements/run.txt
	@mkdir -p dist
	@env -u SOURCE_DATE_EPOCH PYTHONWARNINGS=ignore $(SUPPLY)/bin/cyclonedx-py requirements --output-reproducible \
	  --pyproject pyproject.toml --output-file dist/sbom.json requirements/run.txt
	@echo dist/sbom.json

audit: $(SUPPLY)/.installed ## Look up known advisories for requirements/run.txt (needs an index of advisories)
	@$(SUPPLY)/bin/python requirements/audit.py

versions: | $(LATEST)/bin/python ## Update requirements/ (ARGS="--upgrade-package rich": only one package)
	@$(LATEST)/bin/python $(PIP) install 'uv>=0.9'
	@$(COMPILE) $(or $(ARGS),--upgrade) --group dev --output-file requirements/dev.txt pyproject.toml
	@$(COMPILE) --upgrade --constraints requirements/dev.txt --output-file requirements/run.txt pyproject.toml
	@$(COMPILE) --upgrade --constraints requirements/dev.txt --output-file requirements/build.txt --group build
	@$(COMPILE) --upgrade --output-file requirements/peers.txt requirements/peers.in
	@$(COMPILE) --upgrade --group supply --output-file requirements/supply.txt
	@$(COMPILE) --upgrade --group native --output-file requirements/native.txt
	@$(COMPILE) --upgrade --group analysts --output-file requirements/analysts.txt
	@git --no-pager diff --stat requirements

# For every supported Python and platform, without naming the package index used.
COMPILE := $(LATEST)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make versions"

clean: ## Remove what was built and cached
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove the environments as well
	rm -rf "$(VENV)" "$(LATEST)" .venv-peers "$(SUPPLY)" "$(NATIVE)" "$(ANALYSTS)"

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

$(PEERS): requirements/peers.txt | .venv-peers/bin/python
	@echo "installing the programs of requirements/peers.in into .venv-peers …" >&2
	@.venv-peers/bin/python $(PIP) install --require-hashes -r requirements/peers.txt
$(ANALYSTS)/.installed: requirements/analysts.txt | $(ANALYSTS)/bin/python
	@echo "installing what docs/databases.md names into $(ANALYSTS) …" >&2
	@$(ANALYSTS)/bin/python $(PIP) install --require-hashes -r requirements/analysts.txt
	@touch $@

# Apart from the development tools, which need none of it.
$(SUPPLY)/.installed: requirements/supply.txt | $(SUPPLY)/bin/python
	@echo "installing what lists and audits the requirements into $(SUPPLY) …" >&2
	@$(SUPPLY)/bin/python $(PIP) install --require-hashes -r requirements/supply.txt
	@touch $@

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
