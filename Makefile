# `make` lists the targets. Variables: PORT, DATA, OUT, PYTHON, PYTEST_ARGS.

PYTHON ?= python3
PORT ?= 8000
DATA ?= .data
# Two files at a time, each worker with servers of its own.
PARALLEL := -n 2 --dist loadfile
PYTEST_ARGS ?= tests -m "not long" $(PARALLEL)

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test test-long check fmt fmt-check lint types imports migrate revision bench \
	openapi beeld lock setup

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(RUNTIME) ## run the whole suite in one process: PORT=8000 DATA=.data
	@exec $(BIN)/python -u -m deploy.embedded --port "$(PORT)" --data "$(DATA)"

demo: $(RUNTIME) ## play a year of two municipalities and look at it: PORT=8000 (of a running suite) ONCE=1
	@exec $(BIN)/python -u -m deploy.demo --port "$(PORT)" $(if $(ONCE),--once)

test: $(DEV) setup ## all quick tests, both modes; PYTEST_ARGS='tests/unit -x' narrows it down
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

# pytest exits 5 when nothing is marked long; nearly all of it is one file, so it is divided by test.
test-long: $(DEV) setup ## the tests marked long
	@$(BIN)/python -m pytest tests -m long -n 2 --dist load || [ $$? -eq 5 ]

check: fmt-check lint types imports test ## everything CI runs

fmt: $(DEV) ## format the code and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

fmt-check: $(DEV) ## is the code formatted?
	@$(BIN)/ruff format --check .

lint: $(DEV) fmt-check ## ruff and the house rules of tools/lint
	@$(BIN)/ruff check .
	@$(BIN)/python -m tools.lint

types: $(DEV) ## mypy --strict
	@$(BIN)/mypy

imports: $(DEV) ## what may import what (import-linter)
	@$(BIN)/lint-imports

migrate: $(RUNTIME) ## bring the databases below DATA to the newest revision
	@$(BIN)/python -m deploy.migrate upgrade --data "$(DATA)"

revision: $(DEV) ## a new revision: svc=budget m="what changes"
	@test -n "$(svc)" -a -n "$(m)" || { echo 'usage: make revision svc=budget m="what changes"'; exit 2; }
	@$(BIN)/python -m deploy.migrate revision "$(svc)" "$(m)"

bench: OUT ?= bench.json
bench: $(DEV) setup ## requests and bookings per second, with their gates: OUT=bench.json
	@$(BIN)/python -m tests.benchmarks --out "$(OUT)"

openapi: OUT ?= openapi
openapi: $(RUNTIME) ## write the documents of every service, 3.1 and 3.0.3: OUT=openapi
	@$(BIN)/python -m deploy.openapi --out "$(OUT)"

beeld: URL ?= http://127.0.0.1:8000
beeld: $(DEV) setup ## make the README's picture of the budget page again, of the suite at URL
	@MEEDOEN_BEELD="$(URL)" $(BIN)/python -m pytest -q tests/browser/test_walk.py -k picture

lock: $(DEV) ## renew the lock files after a change in pyproject.toml; UPGRADE=1 takes the newest
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@! grep -nE '(https?|file)://|^ *--(index|extra-index|find-links)' requirements.lock requirements-dev.lock

setup: # what the tests need beside Python
	@bash tools/setup.sh

# pip is the last thing that venv makes: without it a half-made environment is made again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.x")'
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock | $(BIN)/pip
	@$(INSTALL) -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock | $(BIN)/pip
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
