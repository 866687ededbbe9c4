# Quietude. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NAME ?=
LOCKED ?=
DURATION ?= 10m
EXERCISE ?= safe-place

.PHONY: check-faults help session studio test check check-all check-players check-podcast bench bench-series bench-voices bench-import docs site package-files one-file library-docs schema assets audit build lock clean bench-sound bench-takes

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/quietude: pyproject.toml $(if $(LOCKED),packaging/locked.txt)
	$(PYTHON) -m venv $(VENV)
ifdef LOCKED # what is locked, with its hashes; the groups below then have all that they ask for
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement packaging/locked.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
endif
	@touch $@

$(BIN)/pytest: $(BIN)/quietude
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	@touch $@

$(BIN)/mypy: $(BIN)/pytest
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

$(BIN)/mkdocs: $(BIN)/quietude
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@

session: $(BIN)/quietude ## render a session into out/ (NAME=…, DURATION=10m, EXERCISE=safe-place)
	@$(BIN)/quietude voices install best
	$(BIN)/quietude render $(EXERCISE) --duration $(DURATION) --output out/$(EXERCISE).mp3 \
		$(if $(NAME),--set "name=$(NAME)") --overwrite

studio: $(BIN)/quietude ## open the studio: a page to choose, hear and save sessions
	$(BIN)/quietude studio

test: $(BIN)/pytest ## run the tests
	$(BIN)/python -m pytest

check: $(BIN)/mypy ## what CI runs before the tests: lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-all: check $(BIN)/pytest ## everything, the long tests too
	$(BIN)/python -m pytest -m "slow or not slow" --hypothesis-profile explore

check-faults: $(BIN)/pytest ## kill it, starve it, feed it damaged files: the campaign of docs/reliability.md
	$(BIN)/python scripts/check_faults.py

check-players: $(BIN)/quietude ## read every format back with the players found on this machine
	$(BIN)/python scripts/check_players.py

check-podcast: $(BIN)/quietude ## build, serve and fetch a small series with the clients found on this machine
	$(BIN)/python scripts/check_podcast.py

bench: $(BIN)/pytest ## measure speed and memory as ratios, side by side (VS=ffmpeg: beside that alone)
	$(BIN)/python scripts/bench.py $(if $(VS),--vs $(VS))

bench-sound: $(BIN)/pytest ## render a spread of sessions and measure how they sound, against bounds
	cd scripts && ../$(BIN)/python bench_sound.py

bench-series: $(BIN)/pytest ## measure a series against plain renders, at one and two workers
	$(BIN)/python scripts/bench_series.py

bench-import: $(BIN)/pytest ## score the importer over a corpus of scripts in many styles and languages
	$(BIN)/python scripts/bench_import.py

bench-takes: $(BIN)/pytest ## score the cutting of long recordings against readings whose truth is known
	cd scripts && ../$(BIN)/python bench_takes.py ../out/takes

bench-voices: $(BIN)/pytest ## measure the voices of this machine (WRITE=1: put the table into docs/voice-figures.md)
	$(BIN)/python scripts/bench_voices.py $(if $(WRITE),--write)
	$(BIN)/python scripts/bench_speaking.py

docs: $(BIN)/pytest ## write the module map again, and run the examples in the documentation
	$(BIN)/python scripts/make_module_map.py
	$(BIN)/python scripts/make_command_reference.py
	$(BIN)/python scripts/make_notebook.py
	$(BIN)/python -m pytest tests/test_docs.py tests/test_pages.py tests/test_architecture.py tests/script/test_script_language.py \
		tests/series/test_series_docs.py tests/library/test_page.py

package-files: $(BIN)/quietude ## write the manual page again from the help of the commands
	$(BIN)/python scripts/make_man_page.py

one-file: $(BIN)/quietude ## build the program as one file for this system into dist/ (PyInstaller)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pyinstaller
	$(BIN)/python -m PyInstaller --noconfirm --distpath dist --workpath build/one-file packaging/quietude.spec

site: $(BIN)/mkdocs ## build the documentation as a site into build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

library-docs: $(BIN)/quietude ## make the library's index and pages again from the exercises
	$(BIN)/python scripts/make_library_index.py
	$(BIN)/python scripts/make_library_docs.py

schema: $(BIN)/quietude ## make the JSON Schema of a definition again from its models
	$(BIN)/python scripts/definition_schema.py

assets: $(BIN)/quietude ## make the beds and bells again, and compare them with the shipped ones
	$(BIN)/python scripts/make_audio_assets.py --check

build: $(BIN)/pytest ## build the wheel and the source distribution into dist/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group build
	$(BIN)/python -m build $(if $(LOCKED),--no-isolation)

audit: $(BIN)/quietude ## ask the index for advisories about what is locked
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --requirement packaging/locked.txt --require-hashes --disable-pip --strict

lock: $(BIN)/quietude ## write packaging/locked.txt again: newest versions that fit, with their hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --group dev --group docs --group build \
		--upgrade --generate-hashes --no-annotate --default-index https://pypi.org/simple \
		--custom-compile-command "make lock" --quiet --output-file packaging/locked.txt

clean: ## remove everything that can be made again
	rm -rf $(VENV) build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
