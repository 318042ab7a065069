# `make` prints what there is; `make deck` and `make test` work on a fresh machine with git, make and Python.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
SPEC := $(VENV)/share/commonmark
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ANKIS := 24.11 2.1.66 2.1.45
ANKI_TESTS := tests/test_story.py tests/test_first_deck.py tests/test_anki_versions.py

.DEFAULT_GOAL := help
.PHONY: help deck preview phone test torture test-anki-versions check format lint types corpora bench docs pictures lock clean

help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deck: $(RUNTIME) ## Build the Anki deck of source/ into dist/
	@$(BIN)/recto build source

preview: $(RUNTIME) ## Show its cards in dist/, in a page for the browser
	@$(BIN)/recto preview source

phone: deck ## Build it and send it to a phone in the same network
	@$(BIN)/recto send

test: $(DEV) $(SPEC)/stamp ## Run the tests
	@$(BIN)/pytest -q

torture: $(DEV) ## Try long to break it: kill builds, fill disks, feed it garbage
	@$(BIN)/pytest -q -m torture --torture

test-anki-versions: $(ANKIS:%=$(VENV)/anki-versions/%/stamp) ## Import with older Ankis, too: their own code
	@for version in $(ANKIS); do \
	  echo "Anki $$version"; \
	  PYTHONPATH=tests:src $(VENV)/anki-versions/$$version/bin/python -m pytest -q --noconftest -p anki_backend -p program \
	    -p no:cacheprovider -o filterwarnings=default --disable-warnings $(ANKI_TESTS) || exit; \
	done

check: format lint types test ## Format, lint, types, tests: what CI runs

format: $(DEV)
	@$(BIN)/ruff format --check --quiet .

lint: $(DEV)
	@$(BIN)/ruff check --quiet .

types: $(DEV)
	@$(BIN)/mypy

corpora: $(RUNTIME) ## Score real documents against their truth (needs RECTO_CORPORA)
	@test -f "$(RECTO_CORPORA)/score.py" || { echo "RECTO_CORPORA names no folder with score.py, files/ and truth/" >&2; exit 2; }
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python "$(RECTO_CORPORA)/score.py"

bench: $(DEV) ## Measure against the libraries alone; 1 if a promised ratio is missed
	@$(BIN)/python bench/bench.py

docs: $(DEV) ## Write docs/cli.md anew from the help
	@$(BIN)/python docs/generate_cli.py > docs/cli.md

pictures: $(DEV) ## Make the README's pictures anew (needs Chromium)
	@PYTHONPATH=tests $(BIN)/python docs/pictures.py

clean: ## Remove what was built, the virtual environment too
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Recto needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/anki-versions/%/stamp: requirements/anki-%.txt | $(VENV)/pyvenv.cfg
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

$(SPEC)/stamp: requirements/commonmark.txt $(DEV)
	@rm -rf $(SPEC) && mkdir -p $(SPEC)
	@$(PIP) download --no-deps --no-binary :all: --require-hashes -r $< -d $(SPEC)
	@$(BIN)/python -m tarfile --extract $(SPEC)/*.tar.gz $(SPEC)
	@touch $@

LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml

lock: $(DEV) ## Write requirements/ anew from pyproject.toml (needs uv)
	$(LOCK) --group build -o requirements/runtime.txt
	$(LOCK) --group dev -o requirements/dev.txt
	for version in $(ANKIS); do $(LOCK) --constraint requirements/runtime.txt --group anki-$$version -o requirements/anki-$$version.txt || exit; done
