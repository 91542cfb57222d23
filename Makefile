# Beckon. `make setup` once (the other targets do it by themselves), then `make demo`.
PYTHON ?= python3
BIN := .venv/bin
CODE := adapters api bench cli events handlers inbox infrastructure outreach replies runtime sandbox scoring scrapers \
  sending store templates

.DEFAULT_GOAL := help
.PHONY: help setup up down demo dashboard test chaos bench docs lint package clean

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

setup: $(BIN)/.installed node_modules/.installed $(BIN)/beckon ## Install what Beckon needs into this folder

# The stamps make a second `make setup` instant. They stand inside what they vouch for, and go with it.
$(BIN)/.installed: requirements.txt requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Install Python 3.11 or later, or say which: make setup PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) -V 2>&1): install Python 3.11 or later, or say which: make setup PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python can't make virtual environments: install its venv module (Debian: apt install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Beckon runs from its checkout and is never installed: see docs/decisions/0005-run-from-the-checkout.md.
$(BIN)/beckon: Makefile $(BIN)/.installed
	@printf '%s\n' '#!/bin/sh' '# Runs the command from the checkout.' \
	  'PYTHONPATH="$$(cd "$$(dirname "$$0")/../.." && pwd)" exec "$$(dirname "$$0")/python" -m cli "$$@"' > $@
	@chmod +x $@

node_modules/.installed: package.json package-lock.json
	@command -v node >/dev/null || { echo "Install Node 20.19 or later (https://nodejs.org)"; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' || { echo "Node is $$(node --version): install Node 20.19 or later (https://nodejs.org)"; exit 1; }
	@command -v npm >/dev/null || { echo "Install npm, which comes with Node (https://nodejs.org)"; exit 1; }
	npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

up: setup ## Start the local stage
	@$(BIN)/beckon up

down: ## Stop the local stage
	@test ! -x $(BIN)/beckon || $(BIN)/beckon down

demo: setup ## Run a campaign on invented companies (or SITES=folder of saved pages too)
	@$(BIN)/beckon demo $(if $(SITES),--sites "$(SITES)")

.venv-dashboard/.installed: requirements-dashboard.txt
	@test -x .venv-dashboard/bin/python || $(PYTHON) -m venv .venv-dashboard
	.venv-dashboard/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dashboard.txt
	@touch $@

dashboard: .venv-dashboard/.installed ## Show campaigns, leads and timelines at http://127.0.0.1:8501
	@.venv-dashboard/bin/python -m dashboard

test: setup ## Run every test
	@$(BIN)/pytest --numprocesses 2 --ignore tests/local
	@$(BIN)/pytest tests/local

chaos: setup ## Run 2,000 seeds of sequences and sending with all that can go wrong (or SEED=n, SEEDS=n)
	@$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED)) $(if $(SEEDS),--seeds $(SEEDS))

# Without it the benchmarks still run, and say which figure is missing.
.venv-bench/.installed: requirements-bench.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

bench: setup ## Measure imports, packages and crawling
	-@$(MAKE) --no-print-directory .venv-bench/.installed
	@$(BIN)/python -m bench

docs: setup ## Write the schemas and the pages that follow from the code
	@$(BIN)/python -m events.generate

package: setup ## Build what goes to AWS, without an account
	@AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none NODE_OPTIONS=--no-warnings \
	  node_modules/.bin/osls package --stage prod --package .build/package

lint: package ## Check style, types, imports between folders, and the CloudFormation template
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/cfn-lint .build/package/cloudformation-template-update-stack.json

clean: down ## Forget everything that was built or run
	rm -rf .build .beckon .venv .venv-bench .venv-dashboard node_modules
