# `make` lists what there is. Everything runs out of .venv; nothing is installed outside this folder.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
STACK := $(PY) -m bantracker.stack
# What a check needs to read the settings. Nothing is opened under these addresses.
CHECK_ENV := DEMO=0 DEBUG=0 FETCH_ALLOW= CONTACT=check@example.org BASE_URL=https://bantracker.example.org \
	ALLOWED_HOSTS=bantracker.example.org DATABASE_URL=postgres://check@127.0.0.1:9/check REDIS_URL=redis://127.0.0.1:9/0 \
	SECRET_KEY=only-for-the-check-of-the-settings-which-opens-nothing-0123456789
TEMPLATES := $(if $(wildcard templates/*.html),templates)
PORT_GIVEN := $(if $(PORT),--port $(PORT))

.PHONY: help up down status reset user backup restore test check bench lock runtime testing

help: ## List the commands
	@echo "Bantracker: who restricts which technology vendor, where, since when and on what evidence."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make up PORT=8001 uses another port. docs/operate.md says where things lie."

up: runtime ## Start everything on this machine and print the address (Ctrl-C stops it, the data stay)
	@$(STACK) up $(PORT_GIVEN)

down: runtime ## Stop what `make up` started
	@$(STACK) down

status: runtime ## Say what runs, where, in which version, and how full it is
	@$(STACK) status

reset: runtime ## Delete this machine's database, secrets and logs (asks; FORCE=1 does not)
	@$(STACK) reset $(if $(FORCE),--force)

user: runtime ## Make an account: make user EMAIL=you@example.org ROLE=editor
	@$(STACK) manage create_user $(EMAIL) $(if $(ROLE),--role $(ROLE))

backup: runtime ## Write the database into .data/backups/
	@$(STACK) backup

restore: runtime ## Put a backup back: make restore FILE=.data/backups/….dump (asks; FORCE=1 does not)
	@$(STACK) restore "$(FILE)" $(if $(FORCE),--force)

test: testing ## Run all tests on real servers: make test ARGS="-k word"
	@$(STACK) with-servers -- $(PY) -m tests $(ARGS)

bench: testing build/peers/bin/python ## Measure; a table, and JSON under build/: make bench ARGS=polling
	@build/peers/bin/python requirements/install.py bench
	@$(STACK) with-servers -- $(PY) -m tests.bench $(ARGS)

# What is measured beside ours lives in an environment of its own: it needs other versions of what we use.
build/peers/bin/python: .venv/bin/python
	@$(PY) -m venv build/peers

CHECKS := check-format check-lint check-types check-imports check-migrations check-sizes check-settings check-templates
.PHONY: $(CHECKS)
check: testing ## Check format, lint, types, imports, migrations, sizes, settings, templates (no tests)
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target $(CHECKS) && echo "All checks passed."

# The slowest first: the others run beside it.
check-types:
	@echo "types"; $(PY) -m mypy --no-error-summary bantracker ingest actions jurisdictions .ci/sizes.py
check-templates:
	@echo "templates"; $(if $(TEMPLATES),$(PY) -m djlint --quiet --lint $(TEMPLATES),true)
check-imports:
	@echo "imports"; .venv/bin/lint-imports --no-logo >build/imports.txt 2>&1 || { cat build/imports.txt; exit 1; }
check-migrations:
	@echo "migrations"; $(CHECK_ENV) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --skip-checks
check-settings:
	@echo "settings"; $(CHECK_ENV) $(PY) manage.py check --deploy --fail-level WARNING
check-format:
	@echo "format"; $(PY) -m ruff format --quiet --check . || { echo "Run: .venv/bin/ruff format ."; exit 1; }
check-lint:
	@echo "lint"; $(PY) -m ruff check --quiet .
check-sizes:
	@echo "sizes"; $(PY) .ci/sizes.py

lock: testing ## Compile requirements/*.txt anew from pyproject.toml
	@$(PY) requirements/lock.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Bantracker needs Python 3.11 or later. Name one: make PYTHON=python3.12 up"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing: install it (python3-venv) and run this again."; exit 1; }

runtime: .venv/bin/python
	@$(PY) requirements/install.py runtime

testing: .venv/bin/python
	@mkdir -p build
	@$(PY) requirements/install.py test
