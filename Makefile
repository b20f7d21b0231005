# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
RUN = .venv/bin/python
LOCK = .venv/bin/uv pip compile --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet

# Python keeps what it has compiled: without, every process compiles its libraries anew, 6 s instead of 2 for a command.
unexport PYTHONDONTWRITEBYTECODE

LOCALE := analytics/present/locale

.PHONY: run test lock translations bench calibrate truths crash pollute pictures backup restore

run: .venv/run-ready          ## environment, locked dependencies, dashboard on http://localhost:8501
	$(RUN) -m streamlit run dashboard.py

test: .venv/test-ready        ## everything the suite needs, then the whole suite
	sh .ci/tools
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(RUN) -m pytest --numprocesses 2 --dist worksteal

translations: .venv/test-ready ## gathers every sentence for the translators; what is new stands empty in the .po files
	.venv/bin/pybabel -q extract -F $(LOCALE)/babel.cfg -k Message:2 -k refused:2 --no-wrap --no-location --omit-header \
		--sort-by-file -o $(LOCALE)/liftroom.pot analytics data pages dashboard.py
	.venv/bin/pybabel -q update -i $(LOCALE)/liftroom.pot -d $(LOCALE) -D liftroom -l vi --no-wrap --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date
	sed -i -E '/^"(Report-Msgid-Bugs-To|Last-Translator|Language-Team|PO-Revision-Date|POT-Creation-Date|Generated-By):/d; /^# Copyright/d' \
		$(LOCALE)/vi/LC_MESSAGES/liftroom.po

bench: .venv/test-ready       ## the speed table: make bench EVENTS=17000000
	$(RUN) -m tests.bench --events $(or $(EVENTS),17000000)

calibrate: .venv/test-ready   ## 10,000 simulated experiments per gate, written to data/calibration.json
	$(RUN) -m tests.calibration

truths: .venv/test-ready       ## the sample drawn thirty times: each truth is found in at least 27
	LIFTROOM_TRUTHS=30 $(RUN) -m pytest tests/sample/test_truths.py

crash: .venv/test-ready       ## 1,000 kills of a running import
	LIFTROOM_KILLS=1000 $(RUN) -m pytest tests/crash

pollute: .venv/test-ready      ## 10,000 polluted files: read = accepted + duplicates + rejected
	LIFTROOM_POLLUTED=10000 $(RUN) -m pytest tests/events/test_conservation.py

pictures: .venv/test-ready     ## the README's pictures, taken of a fresh dashboard with the sample
	$(RUN) -m tests.pictures

backup: .venv/run-ready       ## one file with everything that cannot be derived: make backup TO=FILE
	$(RUN) -m data.backup create $(TO)

restore: .venv/run-ready      ## the same file back into an empty home: make restore FROM=FILE
	$(RUN) -m data.backup restore $(FROM)

lock: .venv/run-ready         ## after a change of requirements.in or requirements-dev.in
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

.venv/bin/uv: requirements.txt
	sh .ci/environment $(PYTHON)

.venv/run-ready: requirements.txt .venv/bin/uv
	.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.txt
	touch $@

.venv/test-ready: requirements-dev.txt .venv/run-ready
	.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.txt -r requirements-dev.txt
	touch $@
