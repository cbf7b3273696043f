# `make help` lists what there is. Everything runs from .venv, which any target makes when missing.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 8000
# Processes the tests are spread over; each has a database and files of its own.
JOBS ?= auto
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# The web server and the worker side by side, each started again when it ends.
TOGETHER = env PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONUNBUFFERED=1 PORT=$(PORT) $(BIN)/python -m skillmate.supervisor

.PHONY: help run serve worker test test-postgres test-databases bench bench-peer lint lock deploy-check clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: export DJANGO_SETTINGS_MODULE = skillmate.settings.dev
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: $(VENV)/.installed-run ## Install, migrate, fill the demo site and serve it, with its worker, on http://127.0.0.1:8000 (PORT=…)
	@echo "Bringing the tables of $(or $(DATABASE_URL),var/skillmate.sqlite3) up to date (a minute at first)"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) setup_roles
	@$(MANAGE) setup_site
	@echo "Filling the demo site with its courses (half a minute at first)"
	@$(MANAGE) setup_demo
	@exec $(TOGETHER) Procfile.dev

serve: export DJANGO_SETTINGS_MODULE = skillmate.settings.production
serve: $(VENV)/.installed ## Serve with gunicorn, and the worker, with production settings (reads .env)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) setup_roles
	@$(MANAGE) setup_site
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@exec $(TOGETHER) Procfile

worker: export DJANGO_SETTINGS_MODULE = skillmate.settings.production
worker: $(VENV)/.installed ## Send mail, make pictures, publish what is due; `make run` and `make serve` do so themselves
	@exec $(MANAGE) run_huey --quiet

test: $(VENV)/.installed-dev ## Run the test suite on SQLite; needs no service
	@DATABASE_URL=sqlite:///$(CURDIR)/var/skillmate.sqlite3 CACHE_URL= $(BIN)/pytest -n $(JOBS) $(ARGS)

test-postgres: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
test-postgres: export CACHE_URL ?= redis://127.0.0.1:6379/1
test-postgres: $(VENV)/.installed-dev ## Run the test suite on DATABASE_URL (PostgreSQL) with CACHE_URL (Redis)
	@$(BIN)/pytest -n $(JOBS) $(ARGS)

test-databases: export DJANGO_SETTINGS_MODULE = skillmate.settings.test
test-databases: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
test-databases: $(VENV)/.installed-dev ## Make the tables that two processes of tests run on, for both databases at once
	@DATABASE_URL=sqlite:///$(CURDIR)/var/skillmate.sqlite3 CACHE_URL= $(BIN)/python -m skillmate.tests.make_databases 2 & \
		sqlite=$$!; \
		$(BIN)/python -m skillmate.tests.make_databases 2 && wait $$sqlite

bench: $(VENV)/.installed-dev ## Measure what pages cost on SQLite and PostgreSQL (ARGS=--help; docs/performance.md)
	@$(BIN)/python -m benchmarks.speed $(ARGS)

bench-peer: $(VENV)/.installed-dev ## Measure the same of wagtail-lms, installed beside in var/bench/
	@$(BIN)/python -m benchmarks.speed.peer

lint: $(VENV)/.installed-dev ## Check style, templates, imports between apps and missing migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@git ls-files 'templates/*.html' | xargs $(BIN)/djhtml --check --tabwidth 2
	@$(BIN)/lint-imports
	@DJANGO_SETTINGS_MODULE=skillmate.settings.test $(MANAGE) makemigrations --check --dry-run

deploy-check: export DJANGO_SETTINGS_MODULE = skillmate.settings.production
deploy-check: $(VENV)/.installed ## Run Django's deployment checks with the production settings
	@$(MANAGE) check --deploy --database default --fail-level WARNING

lock: $(VENV)/.installed-dev ## Recompile the requirements with hashes
	@$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --group run -c requirements.txt $(LOCK) -o requirements-run.txt
	@$(BIN)/uv pip compile pyproject.toml --group run --group dev -c requirements-run.txt $(LOCK) -o requirements-dev.txt

LOCK := --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command 'make lock'

clean: ## Remove the environment and caches; keeps var/ with its data
	@rm -rf $(VENV) staticfiles .pytest_cache .hypothesis .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@python=$$(sh .ci/find-python) && echo "Making $(VENV) with $$($$python --version)" && $$python -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.txt
	@echo "Installing what the site needs (once; a minute or two)"
	@sh .ci/install requirements.txt
	@touch $@

$(VENV)/.installed-run: $(VENV)/.installed requirements-run.txt
	@echo "Installing what development needs (once)"
	@sh .ci/install requirements-run.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what the tests need (once)"
	@sh .ci/install requirements-dev.txt
	@touch $@
