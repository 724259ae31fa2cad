# The table of contents: everything one can run here. `make` alone prints it.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types laws ablations pictures gallery bench bundle deb lock clean

BIN := .venv/bin
OFFSCREEN := QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software

help: ## print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

setup: ## install what is missing: system libraries, fonts, .venv from requirements.lock
	@scripts/setup.sh

demo: setup ## the main job with an invented community; without a display, as pictures
	$(BIN)/fieldapp demo

test: setup ## everything: lint, types, contracts, unit, laws, journeys, PostgreSQL
	$(BIN)/python -m pytest

lint: setup ## ruff and the import contracts alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup ## mypy --strict alone
	$(BIN)/mypy

laws: setup ## the property tests and the simulator alone; SEEDS=2000 for a long night
	HYPOTHESIS_PROFILE=deep SEEDS=$(or $(SEEDS),250) $(BIN)/python -m pytest tests/laws
	$(BIN)/python -m tests.simulator --seeds $(or $(SEEDS),250)

ablations: setup ## take every guard of sync out in turn; the simulator must notice each
	$(BIN)/python -m tests.simulator --ablations

pictures: setup ## draw the pictures of the README again
	$(OFFSCREEN) $(BIN)/fieldapp demo --pictures docs/pictures

gallery: setup ## every screen in every size, light, text size and state, into OUT; fails on a fault
	$(OFFSCREEN) $(BIN)/python -m tests.matrix $(or $(OUT),/tmp/fieldapp-gallery)

bench: setup ## sizes and speeds, one JSON line per figure
	$(BIN)/python -m bench

bundle: setup ## the program as one folder that needs no Python, in dist/fieldapp
	@scripts/bundle.sh

deb: bundle ## the same as a Debian package, dist/fieldapp_*.deb
	$(BIN)/python -m bundling.deb dist/fieldapp dist

lock: setup ## resolve the dependencies anew into requirements.lock
	scripts/lock.sh

clean: ## remove everything that was made here, the environment included
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
