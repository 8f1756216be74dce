# Everything runs in .venv, made from requirements.lock; nothing else is needed but Python 3.11 or newer.
# --no-deps: the lock is complete, and older pips stumble over extras in hashed requirements.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test dev bench soak check format lock clean

help:            ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/'

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/bench: .venv/ready requirements-bench.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bench.lock
	touch $@

demo: .venv/ready      ## run the whole job on the sample site with offline baselines: no key, no network
	$(BIN)/crawl-assets demo

test: .venv/ready      ## run the tests (under 4 minutes on 2 cores)
	$(BIN)/python -m pytest -n 2 --dist loadfile

dev: .venv/ready       ## open the Dagster UI on http://127.0.0.1:3000
	$(BIN)/crawl-assets migrate
	DAGSTER_HOME="$$($(BIN)/crawl-assets dagster-home)" $(BIN)/dagster dev -w workspace.yaml

bench: .venv/bench     ## measure, side by side with named peers
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

soak: .venv/ready      ## run the long fault tests
	$(BIN)/python -m pytest -m soak

check: .venv/ready     ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready    ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

UV_COMPILE := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-header --no-annotate --no-emit-index-url

lock: .venv/ready      ## resolve the newest allowed versions into the lock files, for every platform
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(UV_COMPILE) --extra dev -o requirements.lock pyproject.toml
	$(UV_COMPILE) --extra bench -c requirements.lock -o requirements-bench.lock pyproject.toml

clean:           ## remove the environment and every file the project made here
	rm -rf .venv .crawl_assets .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
