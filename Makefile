# Two commands: `make run TASK="..."` and `make test`. Each does all the set-up it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TASK ?=
export TASK
# Processes that tests run in. The terminals and the real model of some of them want a core each.
JOBS ?= 2
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help docs run chat test check lint format types imports setup model lock lock-phoenix phoenix-env clean need-git

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## do one task: make run TASK="List all Python files in this repo"
	@$(BIN)/agent-runtime run $(ARGS) -- "$$TASK"

chat: setup ## talk to the agent
	@$(BIN)/agent-runtime chat $(ARGS)

test: model ## run the tests (those of the model too: downloads it once)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

check: lint types imports test ## format, lint, types, import layers, tests

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: setup ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

# Locks are complete, so nothing is resolved (`--no-deps`): a resolver that first meets a package through another one takes
# a newer version than the locked one, and fails on its hash, as soon as there is one.
setup: $(STAMP) ## make .venv with the locked dependencies

model: setup ## download and verify the embedded model
	$(BIN)/agent-runtime models pull qwen2.5-coder-1.5b

$(STAMP): requirements.lock pyproject.toml | need-git
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "agent-runtime needs Python 3.11, 3.12 or 3.13: set PYTHON=python3.12, for example." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "The module venv is missing: install python3-venv." >&2; exit 2; }
	@$(PYTHON) -c 'import shutil, sys; free = shutil.disk_usage(".").free; sys.exit(free < 2 << 30)' || \
	  { echo "Less than 2 GB are free here: free some disk space." >&2; exit 2; }
	@echo "setting up $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock || \
	  { echo "The dependencies could not be installed: check the network and the pip configuration." >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

need-git:
	@command -v git >/dev/null || { echo "git is missing: install it." >&2; exit 2; }

# The lock is for every platform and Python we support, with hashes and without index addresses.
lock: ## resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet -o requirements.lock

docs: setup ## make docs/cli.md from the commands
	$(BIN)/python -m agent_runtime.interfaces.cli_docs > docs/cli.md

phoenix-env: .phoenix-venv/.installed ## make .phoenix-venv with Phoenix, apart from ours

.phoenix-venv/.installed: requirements-phoenix.lock
	$(PYTHON) -m venv .phoenix-venv
	@.phoenix-venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r requirements-phoenix.lock || { echo "Phoenix could not be installed: check the network." >&2; exit 2; }
	@touch $@

lock-phoenix: ## resolve requirements-phoenix.lock anew (needs uv)
	echo 'arize-phoenix' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock-phoenix" --quiet \
	  -o requirements-phoenix.lock

clean: ## remove .venv and caches (models and runs stay)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
