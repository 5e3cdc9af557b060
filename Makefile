# Everything runs through .venv, which each target makes or brings up to date first.
PORT ?= 8000
ARGS ?=
SYSTEM_PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PYTHON := .venv/bin/python
FRESH := $(PYTHON) -m local with-servers --fresh

.PHONY: help demo demo-reset test check bench chaos crowd receipts rush once crashes properties mutation million lock messages setup setup-dev python

help:
	@echo "make demo [PORT=8000]   everything on this machine, until Ctrl-C"
	@echo "make demo-reset         throw the demo's data away"
	@echo "make test [ARGS=…]      the test suite, on its own database"
	@echo "make check              formatting, lint, types, floors, migrations, translations"
	@echo "make bench              the benchmarks, one JSON object a line"
	@echo "make mutation           mutate the tax rules and list what became of every mutant"
	@echo "make million            a million lines through quote_tax, its memory watched"
	@echo "make chaos              orders through the line while its processes are killed"
	@echo "make crowd              packages through every door, every mischief on, while everything is killed (ARGS=…)"
	@echo "make receipts           a million receipts shuffled and tripled; a hundred thousand damaged ones"
	@echo "make properties         thousands of orders through anything, fifty steps each (RUNS=…)"
	@echo "make rush               ten thousand buyers for five hundred units (BUYERS=…)"
	@echo "make once               200 purchases, each sent 50 times at once: one order and one charge (KEYS=… CALLS=…)"
	@echo "make crashes            killed at every commit point of checkout, pay and refund, then recovered"
	@echo "make messages           compile the translation catalogues (ARGS=--check names what is missing)"
	@echo "make lock               compile the dependency locks anew"

# -P: the folder of bootstrap.py holds a types.py, which must not stand before the standard library's.
setup: python
	@$(SYSTEM_PYTHON) -P platform/local/bootstrap.py

setup-dev: python
	@$(SYSTEM_PYTHON) -P platform/local/bootstrap.py --dev

python:
	@test -n "$(SYSTEM_PYTHON)" || { echo "Crossport needs Python 3.11 or newer on PATH." >&2; exit 1; }

demo: setup
	@PORT=$(PORT) exec $(PYTHON) -m local demo

demo-reset: setup
	@$(PYTHON) -m local reset

test: setup-dev
	@$(FRESH) --translations -- $(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup-dev
	@$(PYTHON) -m local check

bench: setup-dev
	@$(FRESH) --migrate -- $(PYTHON) manage.py bench $(ARGS)

chaos: setup-dev
	@$(FRESH) --migrate -- $(PYTHON) -m tests.chaos $(ARGS)

crowd: setup-dev
	@$(FRESH) --migrate -- nice -n 10 $(PYTHON) -m tests.crowd $(ARGS)

SHUFFLED ?= 23810
DAMAGED ?= 250
receipts: setup-dev
	@CROWD=$(SHUFFLED) $(FRESH) --translations -- $(PYTHON) -m pytest tests/customs/test_crowds.py -q -k shuffled --timeout=0
	@CROWD=$(DAMAGED) $(FRESH) --translations -- $(PYTHON) -m pytest tests/customs/test_crowds.py -q -k damaged --timeout=0

mutation: setup-dev
	@$(PYTHON) -m tests.tax.mutation

million: setup-dev
	@$(PYTHON) -m tests.tax.million $(ARGS)

RUNS ?= 2000
properties: setup-dev
	@PROPERTY_RUNS=$(RUNS) PROPERTY_STEPS=50 $(FRESH) --translations -- $(PYTHON) -m pytest tests/orders/properties -q -k whatever --timeout=0

rush: setup-dev
	@$(FRESH) --migrate -- $(PYTHON) -m tests.rush

once: setup-dev
	@$(FRESH) --migrate -- $(PYTHON) -m tests.once

crashes: setup-dev
	@CRASH_EVERY=1 CRASH_REPORT=/dev/stdout $(FRESH) --translations -- $(PYTHON) -m pytest tests/orders/crashes -q -s --timeout=0

messages: setup-dev
	@$(PYTHON) -m local tooling translations $(ARGS)

# Universal, hashed, and without the name of any package index.
LOCK := $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" pyproject.toml
lock: setup-dev
	$(LOCK) --extra local --extra dev -o requirements-dev.lock
	$(LOCK) --extra local -c requirements-dev.lock -o requirements.lock
