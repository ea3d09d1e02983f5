# `make demo` and `make test` do everything on a fresh Debian or Ubuntu machine with Python >= 3.11, make and git.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO_RUN = reports/runs/demo
DEMO_PAGE = reports/html/demo.html

.PHONY: demo test check clean

demo: $(VENV)/demo-installed
	rm -rf $(DEMO_RUN)
	$(BIN)/harness run evals/news.toml --out $(DEMO_RUN)
	$(BIN)/harness report $(DEMO_RUN) --out $(DEMO_PAGE)
	@echo
	@echo "Open $(CURDIR)/$(DEMO_PAGE) in a browser."

test: $(VENV)/test-installed
	$(BIN)/python -m pytest -n auto --dist worksteal --durations=10

check: $(VENV)/test-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo-installed: $(VENV)/bin/pip pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bert]"
	touch $@

$(VENV)/test-installed: $(VENV)/demo-installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,bert,openai]"
	touch $@

clean:
	rm -rf $(VENV) reports/runs reports/html .mypy_cache .ruff_cache .pytest_cache .hypothesis
